# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_followthrough_global_optspecs
    string join \n color= h/help V/version
end

function __fish_followthrough_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_followthrough_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_followthrough_using_subcommand
    set -l cmd (__fish_followthrough_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c followthrough -n "__fish_followthrough_needs_command" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_needs_command" -s V -l version -d 'Print version'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "init" -d 'Write a first plan: blocks in the time that your calendar leaves free, and a cadence by name'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "fit" -d 'How many new prospects can be started, and what holds the number down'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "check" -d 'Whether N new prospects fit, and what becomes of those that do not'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "admit" -d 'Whether one more prospect may be started, and if not when'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "advise" -d 'What it would take for N to fit: time to add or to move, or one rule to relax'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "schedule" -d 'What to do today, in order; as a calendar with --ics'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "report" -d 'The answer as one page of HTML: pictures, tables and sentences, without any network'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "cost" -d 'What every meeting costs in prospects, and where it would cost nothing'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "trade" -d 'What the length of cadences is worth, in starts and answers'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "confidence" -d 'How likely each pace holds, where prospects answer and days are lost'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "simulate" -d 'What becomes of the plan at the pace, a blitz, and other ways to start prospects'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "justify" -d 'One page for a manager: why ten and not a hundred, in minutes, meetings and a blitz'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "quote" -d 'How many desks like this one start N prospects by a day'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "sla" -d 'How much time must be held free to answer leads soon, and what that costs in starts'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "verify" -d 'Judge a placement that `fit --json --placement` wrote'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "busy" -d 'When calendars are busy, and with --explain what that takes from which block'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "triage" -d 'Whom to let go so that what is owed to the others is on time'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "today" -d 'What to do today, in order, and how far it is; with --work one key each'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "log" -d 'Add touches to the log: ids, then what came of it'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "away" -d 'A day on which nobody works: the lines for the plan, and with --write into it'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "replan" -d 'What today\'s plan changes of the one of the workday before, and why'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "catch-up" -d 'What is overdue, when it is made up for, and what that costs in new starts'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "track" -d 'Promises kept and broken, where the time went, and what brings answers'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "state" -d 'The pipeline with what the log knows beyond it'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "read" -d 'What is understood of a table before a plan names it, and what to write into the plan'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "preset" -d 'How exports of other programs are read, as TOML'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "lint" -d 'What is advised against in a plan, with the source'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "completions" -d 'Print what completes commands and flags in a shell'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "man" -d 'Write the manual\'s pages into a folder'
complete -c followthrough -n "__fish_followthrough_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l from -d 'Your calendar (ICS): blocks are proposed where it is free week after week' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l crm -d 'The table of your prospects, such as an export of your CRM' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l cadence -d 'What every prospect is promised: hunter-3, hunter-8, inbound, nurture, outbound-21, weekly-10 [default: outbound-21]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l timezone -d 'The zone of all clock times [default: the calendar\'s, else this machine\'s]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l hours -d 'The hours between which blocks may lie [default: 09:00-17:00]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l time -d 'How much time a day is set aside, all blocks together [default: 2h]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l days -d 'The days that you work, such as mon,tue,wed,thu [default: mon,tue,wed,thu,fri]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l name -d 'The title [default: desk]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l out -d 'Where the plan is written' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l force -d 'Replace a plan that is there'
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -l yes -d 'Ask nothing, as where there is no terminal'
complete -c followthrough -n "__fish_followthrough_using_subcommand init" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l policy -d 'How starts are spread' -r -f -a "level\t'The same number in every full week: a pace that can go on'
once\t'All on the first workday: what a blitz could carry'
max\t'The largest total, boom and bust'"
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l horizon -d 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l advise -d 'Say too what one more would take; `advise` says it of any number'
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l all -d 'Print every list and every week in full'
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -l placement -d 'With --json, say where every touch has its place'
complete -c followthrough -n "__fish_followthrough_using_subcommand fit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l over -d 'Over which days they are started: day, week, month, quarter, or to a last day [default: the first workday]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l all -d 'Print every list and every week in full'
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -l placement -d 'With --json, say where every touch of the sustainable plan has its place'
complete -c followthrough -n "__fish_followthrough_using_subcommand check" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l cadence -d 'On which cadence [default: the one that most of the mix go on]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l day -d 'On which day it is to be started [default: day one]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l ready -d 'Its prep is done'
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand admit" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l policy -d 'How starts are spread' -r -f -a "level\t'The same number in every full week: a pace that can go on'
once\t'All on the first workday: what a blitz could carry'
max\t'The largest total, boom and bust'"
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l horizon -d 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand advise" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l now -d 'The time, instead of the clock\'s where it is day one: what has begun by then takes nothing new' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l ics -d 'Write the blocks and their touches into this calendar' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l previous -d 'The calendar that was written last, whole: what did not change stays as it is there' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l write -d 'How much of the calendar to write' -r -f -a "whole\t'Everything: to subscribe to, or to replace a calendar'
changes\t'What is new, changed or gone: to import on top'
new\t'Only what is new'"
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l revision -d 'When the plan was revised, instead of the plan\'s revision: stamps what is new or changed' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l alarm -d 'Remind this long before each block, such as 10m' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l months -d 'Whether to write one calendar for each month, the month added to the file\'s name' -r -f -a "large\t'Where one file would be larger than 1 MB, which is Google\'s limit; the file that was subscribed to is then emptied'
always\t'Always, so that addresses stay what they are'
never\t'Never, so that the address stays what it is'"
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l from -d 'Write only this day and later ones' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l to -d 'Write only this day and earlier ones' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l title -d 'What titles begin with' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l list-days -d 'Of how many days with blocks touches are listed; later blocks only say that the time is set aside' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l keep-past -d 'Keep events of the past no longer than this, such as 30d' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l show-as -d 'How the time looks to colleagues' -r -f -a "busy\t'Taken'
tentative\t'Taken, and perhaps not'
free\t'Not taken'
oof\t'Taken, and out of office'"
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l class -d 'Who may read the events; with --private the owner alone, unless this says otherwise' -r -f -a "public\t'Whoever sees the calendar'
private\t'The owner alone; Google shows even the owner no more than "Busy"'
confidential\t'Those whom the owner trusts'"
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l json -d 'Print every day as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l private -d 'Leave names, messages and notes out of the calendar'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l split -d 'Write one calendar for each category, its name added to the file\'s'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l no-empty -d 'Leave out blocks without touches'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l todos -d 'Write each touch as a task too, due on the last day that keeps the promise'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l no-events -d 'Write the tasks alone'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l rrule -d 'Write each block as one recurring event, without touches'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -l no-method -d 'Leave METHOD:PUBLISH out, for a file that is put on a CalDAV server'
complete -c followthrough -n "__fish_followthrough_using_subcommand schedule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l horizon -d 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l out -d 'Where the page is written, or `-` for standard output' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l reply -d 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l answers -d 'Whose published count of answered mails stands in where the log has none' -r -f -a "instantly\t'2 % to the first mail, 1.4 % to later ones'
sales-co\t'69 of 100 answers to the first mail'"
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l lost -d 'How likely a workday is lost without warning' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l halved -d 'How likely only half of a workday\'s time is left' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l spread -d 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l seed -d 'Where draws begin' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l no-cost -d 'Leave out what every meeting costs, which asks the plan once for each'
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -l no-confidence -d 'Leave out how likely each pace holds, which draws scenarios'
complete -c followthrough -n "__fish_followthrough_using_subcommand report" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l meeting -d 'A weekly meeting to price instead, that is not on the calendar: days, clock time and length' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l horizon -d 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand cost" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l reply -d 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l answers -d 'Whose published count of answered mails stands in where the log has none' -r -f -a "instantly\t'2 % to the first mail, 1.4 % to later ones'
sales-co\t'69 of 100 answers to the first mail'"
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l horizon -d 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand trade" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l reply -d 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l answers -d 'Whose published count of answered mails stands in where the log has none' -r -f -a "instantly\t'2 % to the first mail, 1.4 % to later ones'
sales-co\t'69 of 100 answers to the first mail'"
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l lost -d 'How likely a workday is lost without warning' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l halved -d 'How likely only half of a workday\'s time is left' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l spread -d 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l seed -d 'Where draws begin' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l scenarios -d 'How many scenarios are drawn' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l sure -d 'How sure a number is to be, as a share of the scenarios; may be repeated [default: 0.5, 0.8 and 0.95]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l sensitivity -d 'Say too how far the number that is this sure moves when each thing that is taken for granted does' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l horizon -d 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand confidence" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l reply -d 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l answers -d 'Whose published count of answered mails stands in where the log has none' -r -f -a "instantly\t'2 % to the first mail, 1.4 % to later ones'
sales-co\t'69 of 100 answers to the first mail'"
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l lost -d 'How likely a workday is lost without warning' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l halved -d 'How likely only half of a workday\'s time is left' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l spread -d 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l seed -d 'Where draws begin' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l blitz -d 'So many started on the first day; may be repeated [default: as many as the pace starts]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l keep -d 'Of every block, the share that follow-ups first keep from new prospects, beside the way that keeps none' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l start -d 'Starts of your own: a day and how many; may be repeated' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l scenarios -d 'How many scenarios are lived through' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l horizon -d 'Over which prospects are started: day, week, month, quarter, or a last day [default: quarter]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l max -d 'The most over the horizon as well'
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand simulate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l reply -d 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l answers -d 'Whose published count of answered mails stands in where the log has none' -r -f -a "instantly\t'2 % to the first mail, 1.4 % to later ones'
sales-co\t'69 of 100 answers to the first mail'"
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l lost -d 'How likely a workday is lost without warning' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l halved -d 'How likely only half of a workday\'s time is left' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l spread -d 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l seed -d 'Where draws begin' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l out -d 'Write one page of HTML that needs no network, or `-` for standard output' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand justify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l prospects -d 'How many prospects are to be started' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l by -d 'The last day on which they may be started' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l hired -d 'The first day of every further desk [default: the first day]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l ramp -d 'What share of its starts a further desk makes in its first weeks, in hundredths' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l days-off -d 'Workdays off in every thirteen weeks of a further desk' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand quote" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l leads -d 'How many leads come in a full week, in the mean' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l takes -d 'How long one takes' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l within -d 'How soon each is to be answered, in time of the hours' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l sure -d 'Of how many leads that is to hold' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l hours -d 'When somebody is there on a workday [default: from the first block to the last]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l horizon -d 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l effort -d 'How long touches take: as the plan says, or as they took in the mean of the log' -r -f -a "plan\t'What the plan says'
log\t'The mean of what was logged ten times or more; else what the plan says'"
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand sla" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand verify" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand verify" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand verify" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand verify" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand verify" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand verify" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l from -d 'The first instant that is looked at' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l to -d 'The first instant that is not looked at any more' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l timezone -d 'The zone of days and of times that name none' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l me -d 'An address of the calendars\' owner, whose answers to invitations count; may be repeated' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l plan -d 'The calendars of this plan, read as the plan says' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l json -d 'Print the intervals as JSON, in UTC'
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -l explain -d 'Say which event takes what from which block of the plan'
complete -c followthrough -n "__fish_followthrough_using_subcommand busy" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l all -d 'Print every list in full'
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l csv -d 'Print whom to let go as CSV, one row each, for a CRM'
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -l placement -d 'With --json, say where every touch of those who stay has its place'
complete -c followthrough -n "__fish_followthrough_using_subcommand triage" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -l work -d 'Work down the list: one line at a time, one key each, and each key adds a row to the log'
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand today" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l minutes -d 'How long each took, in minutes' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l at -d 'When: 14:05, or a day and a time such as 2026-11-23T14:05 [default: now]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l touch -d 'Which touch it was, or `none` for the work of an answer [default: the next one]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l channel -d 'How it was made, where not as the cadence says' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l variant -d 'What was tried' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l note -d 'Anything else' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -l json -d 'Print what was added as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand log" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l to -d 'The last day [default: the first one]' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l label -d 'Why' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l keep -d 'Let windows go on: what is owed then is not put off'
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -l write -d 'Put it into the plan\'s file, which keeps its comments and its form'
complete -c followthrough -n "__fish_followthrough_using_subcommand away" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l previous -d 'The earlier plan, as `schedule --json` wrote it [default: the one kept with --write, else that of the workday before]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l write -d 'Keep today\'s plan beside the plan\'s file, as plan.kept.json: the next `replan` and `today` start from it'
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand replan" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -l within -d 'Within how many workdays, today the first' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand catch-up" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -l seed -d 'What the samples of intervals are drawn with' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -l json -d 'Print the answer as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand track" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand state" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand state" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand state" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand state" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand state" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand state" -l json -d 'Print the answer as JSON, with where log and pipeline contradict each other'
complete -c followthrough -n "__fish_followthrough_using_subcommand state" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand read" -l preset -d 'The preset, instead of the one whose header it has' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand read" -l as -d 'What the table holds, instead of what its header looks like' -r -f -a "pipeline\t'Prospects'
log\t'Touches made'"
complete -c followthrough -n "__fish_followthrough_using_subcommand read" -l plan -d 'The plan that is to read it: its zone, its cadences, and what it says of the table' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand read" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand read" -l json -d 'Print what was found as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c followthrough -n "__fish_followthrough_using_subcommand preset" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand preset" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand lint" -l plan -d 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]' -r -F
complete -c followthrough -n "__fish_followthrough_using_subcommand lint" -l today -d 'Day one, instead of the plan\'s first_day' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand lint" -l owner -d 'Only this owner\'s rows of the pipeline' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand lint" -l search-budget -d 'How many times as long as usual to search; 0 takes what is found at once' -r
complete -c followthrough -n "__fish_followthrough_using_subcommand lint" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand lint" -l json -d 'Print what was found as JSON'
complete -c followthrough -n "__fish_followthrough_using_subcommand lint" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand completions" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand completions" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand man" -l color -d 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded' -r -f -a "auto\t''
always\t''
never\t''"
complete -c followthrough -n "__fish_followthrough_using_subcommand man" -l markdown -d 'Print one page in Markdown with the help of every command, and write nothing'
complete -c followthrough -n "__fish_followthrough_using_subcommand man" -s h -l help -d 'Print help'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "init" -d 'Write a first plan: blocks in the time that your calendar leaves free, and a cadence by name'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "fit" -d 'How many new prospects can be started, and what holds the number down'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "check" -d 'Whether N new prospects fit, and what becomes of those that do not'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "admit" -d 'Whether one more prospect may be started, and if not when'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "advise" -d 'What it would take for N to fit: time to add or to move, or one rule to relax'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "schedule" -d 'What to do today, in order; as a calendar with --ics'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "report" -d 'The answer as one page of HTML: pictures, tables and sentences, without any network'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "cost" -d 'What every meeting costs in prospects, and where it would cost nothing'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "trade" -d 'What the length of cadences is worth, in starts and answers'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "confidence" -d 'How likely each pace holds, where prospects answer and days are lost'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "simulate" -d 'What becomes of the plan at the pace, a blitz, and other ways to start prospects'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "justify" -d 'One page for a manager: why ten and not a hundred, in minutes, meetings and a blitz'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "quote" -d 'How many desks like this one start N prospects by a day'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "sla" -d 'How much time must be held free to answer leads soon, and what that costs in starts'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "verify" -d 'Judge a placement that `fit --json --placement` wrote'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "busy" -d 'When calendars are busy, and with --explain what that takes from which block'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "triage" -d 'Whom to let go so that what is owed to the others is on time'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "today" -d 'What to do today, in order, and how far it is; with --work one key each'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "log" -d 'Add touches to the log: ids, then what came of it'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "away" -d 'A day on which nobody works: the lines for the plan, and with --write into it'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "replan" -d 'What today\'s plan changes of the one of the workday before, and why'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "catch-up" -d 'What is overdue, when it is made up for, and what that costs in new starts'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "track" -d 'Promises kept and broken, where the time went, and what brings answers'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "state" -d 'The pipeline with what the log knows beyond it'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "read" -d 'What is understood of a table before a plan names it, and what to write into the plan'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "preset" -d 'How exports of other programs are read, as TOML'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "lint" -d 'What is advised against in a plan, with the source'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "completions" -d 'Print what completes commands and flags in a shell'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "man" -d 'Write the manual\'s pages into a folder'
complete -c followthrough -n "__fish_followthrough_using_subcommand help; and not __fish_seen_subcommand_from init fit check admit advise schedule report cost trade confidence simulate justify quote sla verify busy triage today log away replan catch-up track state read preset lint completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
