
use builtin;
use str;

set edit:completion:arg-completer[followthrough] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'followthrough'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'followthrough'= {
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand init 'Write a first plan: blocks in the time that your calendar leaves free, and a cadence by name'
            cand fit 'How many new prospects can be started, and what holds the number down'
            cand check 'Whether N new prospects fit, and what becomes of those that do not'
            cand admit 'Whether one more prospect may be started, and if not when'
            cand advise 'What it would take for N to fit: time to add or to move, or one rule to relax'
            cand schedule 'What to do today, in order; as a calendar with --ics'
            cand report 'The answer as one page of HTML: pictures, tables and sentences, without any network'
            cand cost 'What every meeting costs in prospects, and where it would cost nothing'
            cand trade 'What the length of cadences is worth, in starts and answers'
            cand confidence 'How likely each pace holds, where prospects answer and days are lost'
            cand simulate 'What becomes of the plan at the pace, a blitz, and other ways to start prospects'
            cand justify 'One page for a manager: why ten and not a hundred, in minutes, meetings and a blitz'
            cand quote 'How many desks like this one start N prospects by a day'
            cand sla 'How much time must be held free to answer leads soon, and what that costs in starts'
            cand verify 'Judge a placement that `fit --json --placement` wrote'
            cand busy 'When calendars are busy, and with --explain what that takes from which block'
            cand triage 'Whom to let go so that what is owed to the others is on time'
            cand today 'What to do today, in order, and how far it is; with --work one key each'
            cand log 'Add touches to the log: ids, then what came of it'
            cand away 'A day on which nobody works: the lines for the plan, and with --write into it'
            cand replan 'What today''s plan changes of the one of the workday before, and why'
            cand catch-up 'What is overdue, when it is made up for, and what that costs in new starts'
            cand track 'Promises kept and broken, where the time went, and what brings answers'
            cand state 'The pipeline with what the log knows beyond it'
            cand read 'What is understood of a table before a plan names it, and what to write into the plan'
            cand preset 'How exports of other programs are read, as TOML'
            cand lint 'What is advised against in a plan, with the source'
            cand completions 'Print what completes commands and flags in a shell'
            cand man 'Write the manual''s pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'followthrough;init'= {
            cand --from 'Your calendar (ICS): blocks are proposed where it is free week after week'
            cand --crm 'The table of your prospects, such as an export of your CRM'
            cand --cadence 'What every prospect is promised: hunter-3, hunter-8, inbound, nurture, outbound-21, weekly-10 [default: outbound-21]'
            cand --timezone 'The zone of all clock times [default: the calendar''s, else this machine''s]'
            cand --hours 'The hours between which blocks may lie [default: 09:00-17:00]'
            cand --time 'How much time a day is set aside, all blocks together [default: 2h]'
            cand --days 'The days that you work, such as mon,tue,wed,thu [default: mon,tue,wed,thu,fri]'
            cand --name 'The title [default: desk]'
            cand --out 'Where the plan is written'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --force 'Replace a plan that is there'
            cand --yes 'Ask nothing, as where there is no terminal'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;fit'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --policy 'How starts are spread'
            cand --horizon 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --advise 'Say too what one more would take; `advise` says it of any number'
            cand --all 'Print every list and every week in full'
            cand --json 'Print the answer as JSON'
            cand --placement 'With --json, say where every touch has its place'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;check'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --over 'Over which days they are started: day, week, month, quarter, or to a last day [default: the first workday]'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --all 'Print every list and every week in full'
            cand --json 'Print the answer as JSON'
            cand --placement 'With --json, say where every touch of the sustainable plan has its place'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;admit'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --cadence 'On which cadence [default: the one that most of the mix go on]'
            cand --day 'On which day it is to be started [default: day one]'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --ready 'Its prep is done'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;advise'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --policy 'How starts are spread'
            cand --horizon 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;schedule'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --now 'The time, instead of the clock''s where it is day one: what has begun by then takes nothing new'
            cand --ics 'Write the blocks and their touches into this calendar'
            cand --previous 'The calendar that was written last, whole: what did not change stays as it is there'
            cand --write 'How much of the calendar to write'
            cand --revision 'When the plan was revised, instead of the plan''s revision: stamps what is new or changed'
            cand --alarm 'Remind this long before each block, such as 10m'
            cand --months 'Whether to write one calendar for each month, the month added to the file''s name'
            cand --from 'Write only this day and later ones'
            cand --to 'Write only this day and earlier ones'
            cand --title 'What titles begin with'
            cand --list-days 'Of how many days with blocks touches are listed; later blocks only say that the time is set aside'
            cand --keep-past 'Keep events of the past no longer than this, such as 30d'
            cand --show-as 'How the time looks to colleagues'
            cand --class 'Who may read the events; with --private the owner alone, unless this says otherwise'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print every day as JSON'
            cand --private 'Leave names, messages and notes out of the calendar'
            cand --split 'Write one calendar for each category, its name added to the file''s'
            cand --no-empty 'Leave out blocks without touches'
            cand --todos 'Write each touch as a task too, due on the last day that keeps the promise'
            cand --no-events 'Write the tasks alone'
            cand --rrule 'Write each block as one recurring event, without touches'
            cand --no-method 'Leave METHOD:PUBLISH out, for a file that is put on a CalDAV server'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;report'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --horizon 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]'
            cand --out 'Where the page is written, or `-` for standard output'
            cand --reply 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated'
            cand --answers 'Whose published count of answered mails stands in where the log has none'
            cand --lost 'How likely a workday is lost without warning'
            cand --halved 'How likely only half of a workday''s time is left'
            cand --spread 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5'
            cand --seed 'Where draws begin'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --no-cost 'Leave out what every meeting costs, which asks the plan once for each'
            cand --no-confidence 'Leave out how likely each pace holds, which draws scenarios'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;cost'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --meeting 'A weekly meeting to price instead, that is not on the calendar: days, clock time and length'
            cand --horizon 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;trade'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --reply 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated'
            cand --answers 'Whose published count of answered mails stands in where the log has none'
            cand --horizon 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;confidence'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --reply 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated'
            cand --answers 'Whose published count of answered mails stands in where the log has none'
            cand --lost 'How likely a workday is lost without warning'
            cand --halved 'How likely only half of a workday''s time is left'
            cand --spread 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5'
            cand --seed 'Where draws begin'
            cand --scenarios 'How many scenarios are drawn'
            cand --sure 'How sure a number is to be, as a share of the scenarios; may be repeated [default: 0.5, 0.8 and 0.95]'
            cand --sensitivity 'Say too how far the number that is this sure moves when each thing that is taken for granted does'
            cand --horizon 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;simulate'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --reply 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated'
            cand --answers 'Whose published count of answered mails stands in where the log has none'
            cand --lost 'How likely a workday is lost without warning'
            cand --halved 'How likely only half of a workday''s time is left'
            cand --spread 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5'
            cand --seed 'Where draws begin'
            cand --blitz 'So many started on the first day; may be repeated [default: as many as the pace starts]'
            cand --keep 'Of every block, the share that follow-ups first keep from new prospects, beside the way that keeps none'
            cand --start 'Starts of your own: a day and how many; may be repeated'
            cand --scenarios 'How many scenarios are lived through'
            cand --horizon 'Over which prospects are started: day, week, month, quarter, or a last day [default: quarter]'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --max 'The most over the horizon as well'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;justify'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --reply 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated'
            cand --answers 'Whose published count of answered mails stands in where the log has none'
            cand --lost 'How likely a workday is lost without warning'
            cand --halved 'How likely only half of a workday''s time is left'
            cand --spread 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5'
            cand --seed 'Where draws begin'
            cand --out 'Write one page of HTML that needs no network, or `-` for standard output'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;quote'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --prospects 'How many prospects are to be started'
            cand --by 'The last day on which they may be started'
            cand --hired 'The first day of every further desk [default: the first day]'
            cand --ramp 'What share of its starts a further desk makes in its first weeks, in hundredths'
            cand --days-off 'Workdays off in every thirteen weeks of a further desk'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;sla'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --leads 'How many leads come in a full week, in the mean'
            cand --takes 'How long one takes'
            cand --within 'How soon each is to be answered, in time of the hours'
            cand --sure 'Of how many leads that is to hold'
            cand --hours 'When somebody is there on a workday [default: from the first block to the last]'
            cand --horizon 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]'
            cand --effort 'How long touches take: as the plan says, or as they took in the mean of the log'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;verify'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;busy'= {
            cand --from 'The first instant that is looked at'
            cand --to 'The first instant that is not looked at any more'
            cand --timezone 'The zone of days and of times that name none'
            cand --me 'An address of the calendars'' owner, whose answers to invitations count; may be repeated'
            cand --plan 'The calendars of this plan, read as the plan says'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the intervals as JSON, in UTC'
            cand --explain 'Say which event takes what from which block of the plan'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;triage'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --all 'Print every list in full'
            cand --json 'Print the answer as JSON'
            cand --csv 'Print whom to let go as CSV, one row each, for a CRM'
            cand --placement 'With --json, say where every touch of those who stay has its place'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;today'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --work 'Work down the list: one line at a time, one key each, and each key adds a row to the log'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;log'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --minutes 'How long each took, in minutes'
            cand --at 'When: 14:05, or a day and a time such as 2026-11-23T14:05 [default: now]'
            cand --touch 'Which touch it was, or `none` for the work of an answer [default: the next one]'
            cand --channel 'How it was made, where not as the cadence says'
            cand --variant 'What was tried'
            cand --note 'Anything else'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print what was added as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;away'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --to 'The last day [default: the first one]'
            cand --label 'Why'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --keep 'Let windows go on: what is owed then is not put off'
            cand --write 'Put it into the plan''s file, which keeps its comments and its form'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;replan'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --previous 'The earlier plan, as `schedule --json` wrote it [default: the one kept with --write, else that of the workday before]'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --write 'Keep today''s plan beside the plan''s file, as plan.kept.json: the next `replan` and `today` start from it'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;catch-up'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --within 'Within how many workdays, today the first'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;track'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --seed 'What the samples of intervals are drawn with'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;state'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print the answer as JSON, with where log and pipeline contradict each other'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;read'= {
            cand --preset 'The preset, instead of the one whose header it has'
            cand --as 'What the table holds, instead of what its header looks like'
            cand --plan 'The plan that is to read it: its zone, its cadences, and what it says of the table'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print what was found as JSON'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'followthrough;preset'= {
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;lint'= {
            cand --plan 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]'
            cand --today 'Day one, instead of the plan''s first_day'
            cand --owner 'Only this owner''s rows of the pipeline'
            cand --search-budget 'How many times as long as usual to search; 0 takes what is found at once'
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --json 'Print what was found as JSON'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;completions'= {
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;man'= {
            cand --color 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded'
            cand --markdown 'Print one page in Markdown with the help of every command, and write nothing'
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'followthrough;help'= {
            cand init 'Write a first plan: blocks in the time that your calendar leaves free, and a cadence by name'
            cand fit 'How many new prospects can be started, and what holds the number down'
            cand check 'Whether N new prospects fit, and what becomes of those that do not'
            cand admit 'Whether one more prospect may be started, and if not when'
            cand advise 'What it would take for N to fit: time to add or to move, or one rule to relax'
            cand schedule 'What to do today, in order; as a calendar with --ics'
            cand report 'The answer as one page of HTML: pictures, tables and sentences, without any network'
            cand cost 'What every meeting costs in prospects, and where it would cost nothing'
            cand trade 'What the length of cadences is worth, in starts and answers'
            cand confidence 'How likely each pace holds, where prospects answer and days are lost'
            cand simulate 'What becomes of the plan at the pace, a blitz, and other ways to start prospects'
            cand justify 'One page for a manager: why ten and not a hundred, in minutes, meetings and a blitz'
            cand quote 'How many desks like this one start N prospects by a day'
            cand sla 'How much time must be held free to answer leads soon, and what that costs in starts'
            cand verify 'Judge a placement that `fit --json --placement` wrote'
            cand busy 'When calendars are busy, and with --explain what that takes from which block'
            cand triage 'Whom to let go so that what is owed to the others is on time'
            cand today 'What to do today, in order, and how far it is; with --work one key each'
            cand log 'Add touches to the log: ids, then what came of it'
            cand away 'A day on which nobody works: the lines for the plan, and with --write into it'
            cand replan 'What today''s plan changes of the one of the workday before, and why'
            cand catch-up 'What is overdue, when it is made up for, and what that costs in new starts'
            cand track 'Promises kept and broken, where the time went, and what brings answers'
            cand state 'The pipeline with what the log knows beyond it'
            cand read 'What is understood of a table before a plan names it, and what to write into the plan'
            cand preset 'How exports of other programs are read, as TOML'
            cand lint 'What is advised against in a plan, with the source'
            cand completions 'Print what completes commands and flags in a shell'
            cand man 'Write the manual''s pages into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'followthrough;help;init'= {
        }
        &'followthrough;help;fit'= {
        }
        &'followthrough;help;check'= {
        }
        &'followthrough;help;admit'= {
        }
        &'followthrough;help;advise'= {
        }
        &'followthrough;help;schedule'= {
        }
        &'followthrough;help;report'= {
        }
        &'followthrough;help;cost'= {
        }
        &'followthrough;help;trade'= {
        }
        &'followthrough;help;confidence'= {
        }
        &'followthrough;help;simulate'= {
        }
        &'followthrough;help;justify'= {
        }
        &'followthrough;help;quote'= {
        }
        &'followthrough;help;sla'= {
        }
        &'followthrough;help;verify'= {
        }
        &'followthrough;help;busy'= {
        }
        &'followthrough;help;triage'= {
        }
        &'followthrough;help;today'= {
        }
        &'followthrough;help;log'= {
        }
        &'followthrough;help;away'= {
        }
        &'followthrough;help;replan'= {
        }
        &'followthrough;help;catch-up'= {
        }
        &'followthrough;help;track'= {
        }
        &'followthrough;help;state'= {
        }
        &'followthrough;help;read'= {
        }
        &'followthrough;help;preset'= {
        }
        &'followthrough;help;lint'= {
        }
        &'followthrough;help;completions'= {
        }
        &'followthrough;help;man'= {
        }
        &'followthrough;help;help'= {
        }
    ]
    $completions[$command]
}
