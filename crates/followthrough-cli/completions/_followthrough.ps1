
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'followthrough' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'followthrough'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'followthrough' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a first plan: blocks in the time that your calendar leaves free, and a cadence by name')
            [CompletionResult]::new('fit', 'fit', [CompletionResultType]::ParameterValue, 'How many new prospects can be started, and what holds the number down')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Whether N new prospects fit, and what becomes of those that do not')
            [CompletionResult]::new('admit', 'admit', [CompletionResultType]::ParameterValue, 'Whether one more prospect may be started, and if not when')
            [CompletionResult]::new('advise', 'advise', [CompletionResultType]::ParameterValue, 'What it would take for N to fit: time to add or to move, or one rule to relax')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'What to do today, in order; as a calendar with --ics')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'The answer as one page of HTML: pictures, tables and sentences, without any network')
            [CompletionResult]::new('cost', 'cost', [CompletionResultType]::ParameterValue, 'What every meeting costs in prospects, and where it would cost nothing')
            [CompletionResult]::new('trade', 'trade', [CompletionResultType]::ParameterValue, 'What the length of cadences is worth, in starts and answers')
            [CompletionResult]::new('confidence', 'confidence', [CompletionResultType]::ParameterValue, 'How likely each pace holds, where prospects answer and days are lost')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'What becomes of the plan at the pace, a blitz, and other ways to start prospects')
            [CompletionResult]::new('justify', 'justify', [CompletionResultType]::ParameterValue, 'One page for a manager: why ten and not a hundred, in minutes, meetings and a blitz')
            [CompletionResult]::new('quote', 'quote', [CompletionResultType]::ParameterValue, 'How many desks like this one start N prospects by a day')
            [CompletionResult]::new('sla', 'sla', [CompletionResultType]::ParameterValue, 'How much time must be held free to answer leads soon, and what that costs in starts')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Judge a placement that `fit --json --placement` wrote')
            [CompletionResult]::new('busy', 'busy', [CompletionResultType]::ParameterValue, 'When calendars are busy, and with --explain what that takes from which block')
            [CompletionResult]::new('triage', 'triage', [CompletionResultType]::ParameterValue, 'Whom to let go so that what is owed to the others is on time')
            [CompletionResult]::new('today', 'today', [CompletionResultType]::ParameterValue, 'What to do today, in order, and how far it is; with --work one key each')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Add touches to the log: ids, then what came of it')
            [CompletionResult]::new('away', 'away', [CompletionResultType]::ParameterValue, 'A day on which nobody works: the lines for the plan, and with --write into it')
            [CompletionResult]::new('replan', 'replan', [CompletionResultType]::ParameterValue, 'What today''s plan changes of the one of the workday before, and why')
            [CompletionResult]::new('catch-up', 'catch-up', [CompletionResultType]::ParameterValue, 'What is overdue, when it is made up for, and what that costs in new starts')
            [CompletionResult]::new('track', 'track', [CompletionResultType]::ParameterValue, 'Promises kept and broken, where the time went, and what brings answers')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'The pipeline with what the log knows beyond it')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'What is understood of a table before a plan names it, and what to write into the plan')
            [CompletionResult]::new('preset', 'preset', [CompletionResultType]::ParameterValue, 'How exports of other programs are read, as TOML')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'What is advised against in a plan, with the source')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print what completes commands and flags in a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual''s pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'followthrough;init' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Your calendar (ICS): blocks are proposed where it is free week after week')
            [CompletionResult]::new('--crm', '--crm', [CompletionResultType]::ParameterName, 'The table of your prospects, such as an export of your CRM')
            [CompletionResult]::new('--cadence', '--cadence', [CompletionResultType]::ParameterName, 'What every prospect is promised: hunter-3, hunter-8, inbound, nurture, outbound-21, weekly-10 [default: outbound-21]')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'The zone of all clock times [default: the calendar''s, else this machine''s]')
            [CompletionResult]::new('--hours', '--hours', [CompletionResultType]::ParameterName, 'The hours between which blocks may lie [default: 09:00-17:00]')
            [CompletionResult]::new('--time', '--time', [CompletionResultType]::ParameterName, 'How much time a day is set aside, all blocks together [default: 2h]')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'The days that you work, such as mon,tue,wed,thu [default: mon,tue,wed,thu,fri]')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The title [default: desk]')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where the plan is written')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace a plan that is there')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Ask nothing, as where there is no terminal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;fit' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How starts are spread')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--advise', '--advise', [CompletionResultType]::ParameterName, 'Say too what one more would take; `advise` says it of any number')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Print every list and every week in full')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('--placement', '--placement', [CompletionResultType]::ParameterName, 'With --json, say where every touch has its place')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;check' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--over', '--over', [CompletionResultType]::ParameterName, 'Over which days they are started: day, week, month, quarter, or to a last day [default: the first workday]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Print every list and every week in full')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('--placement', '--placement', [CompletionResultType]::ParameterName, 'With --json, say where every touch of the sustainable plan has its place')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;admit' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--cadence', '--cadence', [CompletionResultType]::ParameterName, 'On which cadence [default: the one that most of the mix go on]')
            [CompletionResult]::new('--day', '--day', [CompletionResultType]::ParameterName, 'On which day it is to be started [default: day one]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--ready', '--ready', [CompletionResultType]::ParameterName, 'Its prep is done')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;advise' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--policy', '--policy', [CompletionResultType]::ParameterName, 'How starts are spread')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;schedule' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time, instead of the clock''s where it is day one: what has begun by then takes nothing new')
            [CompletionResult]::new('--ics', '--ics', [CompletionResultType]::ParameterName, 'Write the blocks and their touches into this calendar')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'The calendar that was written last, whole: what did not change stays as it is there')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'How much of the calendar to write')
            [CompletionResult]::new('--revision', '--revision', [CompletionResultType]::ParameterName, 'When the plan was revised, instead of the plan''s revision: stamps what is new or changed')
            [CompletionResult]::new('--alarm', '--alarm', [CompletionResultType]::ParameterName, 'Remind this long before each block, such as 10m')
            [CompletionResult]::new('--months', '--months', [CompletionResultType]::ParameterName, 'Whether to write one calendar for each month, the month added to the file''s name')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Write only this day and later ones')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Write only this day and earlier ones')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'What titles begin with')
            [CompletionResult]::new('--list-days', '--list-days', [CompletionResultType]::ParameterName, 'Of how many days with blocks touches are listed; later blocks only say that the time is set aside')
            [CompletionResult]::new('--keep-past', '--keep-past', [CompletionResultType]::ParameterName, 'Keep events of the past no longer than this, such as 30d')
            [CompletionResult]::new('--show-as', '--show-as', [CompletionResultType]::ParameterName, 'How the time looks to colleagues')
            [CompletionResult]::new('--class', '--class', [CompletionResultType]::ParameterName, 'Who may read the events; with --private the owner alone, unless this says otherwise')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print every day as JSON')
            [CompletionResult]::new('--private', '--private', [CompletionResultType]::ParameterName, 'Leave names, messages and notes out of the calendar')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Write one calendar for each category, its name added to the file''s')
            [CompletionResult]::new('--no-empty', '--no-empty', [CompletionResultType]::ParameterName, 'Leave out blocks without touches')
            [CompletionResult]::new('--todos', '--todos', [CompletionResultType]::ParameterName, 'Write each touch as a task too, due on the last day that keeps the promise')
            [CompletionResult]::new('--no-events', '--no-events', [CompletionResultType]::ParameterName, 'Write the tasks alone')
            [CompletionResult]::new('--rrule', '--rrule', [CompletionResultType]::ParameterName, 'Write each block as one recurring event, without touches')
            [CompletionResult]::new('--no-method', '--no-method', [CompletionResultType]::ParameterName, 'Leave METHOD:PUBLISH out, for a file that is put on a CalDAV server')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;report' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'How far to look: day, week, month, quarter, or a last day [default: a quarter, or twice the longest cadence]')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Where the page is written, or `-` for standard output')
            [CompletionResult]::new('--reply', '--reply', [CompletionResultType]::ParameterName, 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated')
            [CompletionResult]::new('--answers', '--answers', [CompletionResultType]::ParameterName, 'Whose published count of answered mails stands in where the log has none')
            [CompletionResult]::new('--lost', '--lost', [CompletionResultType]::ParameterName, 'How likely a workday is lost without warning')
            [CompletionResult]::new('--halved', '--halved', [CompletionResultType]::ParameterName, 'How likely only half of a workday''s time is left')
            [CompletionResult]::new('--spread', '--spread', [CompletionResultType]::ParameterName, 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Where draws begin')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--no-cost', '--no-cost', [CompletionResultType]::ParameterName, 'Leave out what every meeting costs, which asks the plan once for each')
            [CompletionResult]::new('--no-confidence', '--no-confidence', [CompletionResultType]::ParameterName, 'Leave out how likely each pace holds, which draws scenarios')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;cost' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--meeting', '--meeting', [CompletionResultType]::ParameterName, 'A weekly meeting to price instead, that is not on the calendar: days, clock time and length')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;trade' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--reply', '--reply', [CompletionResultType]::ParameterName, 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated')
            [CompletionResult]::new('--answers', '--answers', [CompletionResultType]::ParameterName, 'Whose published count of answered mails stands in where the log has none')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;confidence' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--reply', '--reply', [CompletionResultType]::ParameterName, 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated')
            [CompletionResult]::new('--answers', '--answers', [CompletionResultType]::ParameterName, 'Whose published count of answered mails stands in where the log has none')
            [CompletionResult]::new('--lost', '--lost', [CompletionResultType]::ParameterName, 'How likely a workday is lost without warning')
            [CompletionResult]::new('--halved', '--halved', [CompletionResultType]::ParameterName, 'How likely only half of a workday''s time is left')
            [CompletionResult]::new('--spread', '--spread', [CompletionResultType]::ParameterName, 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Where draws begin')
            [CompletionResult]::new('--scenarios', '--scenarios', [CompletionResultType]::ParameterName, 'How many scenarios are drawn')
            [CompletionResult]::new('--sure', '--sure', [CompletionResultType]::ParameterName, 'How sure a number is to be, as a share of the scenarios; may be repeated [default: 0.5, 0.8 and 0.95]')
            [CompletionResult]::new('--sensitivity', '--sensitivity', [CompletionResultType]::ParameterName, 'Say too how far the number that is this sure moves when each thing that is taken for granted does')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;simulate' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--reply', '--reply', [CompletionResultType]::ParameterName, 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated')
            [CompletionResult]::new('--answers', '--answers', [CompletionResultType]::ParameterName, 'Whose published count of answered mails stands in where the log has none')
            [CompletionResult]::new('--lost', '--lost', [CompletionResultType]::ParameterName, 'How likely a workday is lost without warning')
            [CompletionResult]::new('--halved', '--halved', [CompletionResultType]::ParameterName, 'How likely only half of a workday''s time is left')
            [CompletionResult]::new('--spread', '--spread', [CompletionResultType]::ParameterName, 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Where draws begin')
            [CompletionResult]::new('--blitz', '--blitz', [CompletionResultType]::ParameterName, 'So many started on the first day; may be repeated [default: as many as the pace starts]')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Of every block, the share that follow-ups first keep from new prospects, beside the way that keeps none')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'Starts of your own: a day and how many; may be repeated')
            [CompletionResult]::new('--scenarios', '--scenarios', [CompletionResultType]::ParameterName, 'How many scenarios are lived through')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Over which prospects are started: day, week, month, quarter, or a last day [default: quarter]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'The most over the horizon as well')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;justify' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--reply', '--reply', [CompletionResultType]::ParameterName, 'How likely a touch by a channel is answered, instead of what log and sources say; may be repeated')
            [CompletionResult]::new('--answers', '--answers', [CompletionResultType]::ParameterName, 'Whose published count of answered mails stands in where the log has none')
            [CompletionResult]::new('--lost', '--lost', [CompletionResultType]::ParameterName, 'How likely a workday is lost without warning')
            [CompletionResult]::new('--halved', '--halved', [CompletionResultType]::ParameterName, 'How likely only half of a workday''s time is left')
            [CompletionResult]::new('--spread', '--spread', [CompletionResultType]::ParameterName, 'How far touches are from their planned length: the standard deviation of the logarithm, such as 0.5')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Where draws begin')
            [CompletionResult]::new('--out', '--out', [CompletionResultType]::ParameterName, 'Write one page of HTML that needs no network, or `-` for standard output')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;quote' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--prospects', '--prospects', [CompletionResultType]::ParameterName, 'How many prospects are to be started')
            [CompletionResult]::new('--by', '--by', [CompletionResultType]::ParameterName, 'The last day on which they may be started')
            [CompletionResult]::new('--hired', '--hired', [CompletionResultType]::ParameterName, 'The first day of every further desk [default: the first day]')
            [CompletionResult]::new('--ramp', '--ramp', [CompletionResultType]::ParameterName, 'What share of its starts a further desk makes in its first weeks, in hundredths')
            [CompletionResult]::new('--days-off', '--days-off', [CompletionResultType]::ParameterName, 'Workdays off in every thirteen weeks of a further desk')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;sla' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--leads', '--leads', [CompletionResultType]::ParameterName, 'How many leads come in a full week, in the mean')
            [CompletionResult]::new('--takes', '--takes', [CompletionResultType]::ParameterName, 'How long one takes')
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'How soon each is to be answered, in time of the hours')
            [CompletionResult]::new('--sure', '--sure', [CompletionResultType]::ParameterName, 'Of how many leads that is to hold')
            [CompletionResult]::new('--hours', '--hours', [CompletionResultType]::ParameterName, 'When somebody is there on a workday [default: from the first block to the last]')
            [CompletionResult]::new('--horizon', '--horizon', [CompletionResultType]::ParameterName, 'Over which starts are counted: day, week, month, quarter, or a last day [default: quarter]')
            [CompletionResult]::new('--effort', '--effort', [CompletionResultType]::ParameterName, 'How long touches take: as the plan says, or as they took in the mean of the log')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;verify' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;busy' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'The first instant that is looked at')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The first instant that is not looked at any more')
            [CompletionResult]::new('--timezone', '--timezone', [CompletionResultType]::ParameterName, 'The zone of days and of times that name none')
            [CompletionResult]::new('--me', '--me', [CompletionResultType]::ParameterName, 'An address of the calendars'' owner, whose answers to invitations count; may be repeated')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The calendars of this plan, read as the plan says')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the intervals as JSON, in UTC')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Say which event takes what from which block of the plan')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;triage' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'Print every list in full')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('--csv', '--csv', [CompletionResultType]::ParameterName, 'Print whom to let go as CSV, one row each, for a CRM')
            [CompletionResult]::new('--placement', '--placement', [CompletionResultType]::ParameterName, 'With --json, say where every touch of those who stay has its place')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;today' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--work', '--work', [CompletionResultType]::ParameterName, 'Work down the list: one line at a time, one key each, and each key adds a row to the log')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;log' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--minutes', '--minutes', [CompletionResultType]::ParameterName, 'How long each took, in minutes')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When: 14:05, or a day and a time such as 2026-11-23T14:05 [default: now]')
            [CompletionResult]::new('--touch', '--touch', [CompletionResultType]::ParameterName, 'Which touch it was, or `none` for the work of an answer [default: the next one]')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'How it was made, where not as the cadence says')
            [CompletionResult]::new('--variant', '--variant', [CompletionResultType]::ParameterName, 'What was tried')
            [CompletionResult]::new('--note', '--note', [CompletionResultType]::ParameterName, 'Anything else')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print what was added as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;away' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The last day [default: the first one]')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'Why')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Let windows go on: what is owed then is not put off')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Put it into the plan''s file, which keeps its comments and its form')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;replan' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--previous', '--previous', [CompletionResultType]::ParameterName, 'The earlier plan, as `schedule --json` wrote it [default: the one kept with --write, else that of the workday before]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--write', '--write', [CompletionResultType]::ParameterName, 'Keep today''s plan beside the plan''s file, as plan.kept.json: the next `replan` and `today` start from it')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;catch-up' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--within', '--within', [CompletionResultType]::ParameterName, 'Within how many workdays, today the first')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;track' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'What the samples of intervals are drawn with')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;state' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the answer as JSON, with where log and pipeline contradict each other')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;read' {
            [CompletionResult]::new('--preset', '--preset', [CompletionResultType]::ParameterName, 'The preset, instead of the one whose header it has')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'What the table holds, instead of what its header looks like')
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan that is to read it: its zone, its cadences, and what it says of the table')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print what was found as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'followthrough;preset' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;lint' {
            [CompletionResult]::new('--plan', '--plan', [CompletionResultType]::ParameterName, 'The plan, a TOML or JSON file, or `-` for standard input; also the first argument [default: FOLLOWTHROUGH_PLAN, else plan.toml or followthrough.toml here or above]')
            [CompletionResult]::new('--today', '--today', [CompletionResultType]::ParameterName, 'Day one, instead of the plan''s first_day')
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Only this owner''s rows of the pipeline')
            [CompletionResult]::new('--search-budget', '--search-budget', [CompletionResultType]::ParameterName, 'How many times as long as usual to search; 0 takes what is found at once')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print what was found as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Whether text is coloured; without it NO_COLOR and CLICOLOR_FORCE are heeded')
            [CompletionResult]::new('--markdown', '--markdown', [CompletionResultType]::ParameterName, 'Print one page in Markdown with the help of every command, and write nothing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'followthrough;help' {
            [CompletionResult]::new('init', 'init', [CompletionResultType]::ParameterValue, 'Write a first plan: blocks in the time that your calendar leaves free, and a cadence by name')
            [CompletionResult]::new('fit', 'fit', [CompletionResultType]::ParameterValue, 'How many new prospects can be started, and what holds the number down')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Whether N new prospects fit, and what becomes of those that do not')
            [CompletionResult]::new('admit', 'admit', [CompletionResultType]::ParameterValue, 'Whether one more prospect may be started, and if not when')
            [CompletionResult]::new('advise', 'advise', [CompletionResultType]::ParameterValue, 'What it would take for N to fit: time to add or to move, or one rule to relax')
            [CompletionResult]::new('schedule', 'schedule', [CompletionResultType]::ParameterValue, 'What to do today, in order; as a calendar with --ics')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'The answer as one page of HTML: pictures, tables and sentences, without any network')
            [CompletionResult]::new('cost', 'cost', [CompletionResultType]::ParameterValue, 'What every meeting costs in prospects, and where it would cost nothing')
            [CompletionResult]::new('trade', 'trade', [CompletionResultType]::ParameterValue, 'What the length of cadences is worth, in starts and answers')
            [CompletionResult]::new('confidence', 'confidence', [CompletionResultType]::ParameterValue, 'How likely each pace holds, where prospects answer and days are lost')
            [CompletionResult]::new('simulate', 'simulate', [CompletionResultType]::ParameterValue, 'What becomes of the plan at the pace, a blitz, and other ways to start prospects')
            [CompletionResult]::new('justify', 'justify', [CompletionResultType]::ParameterValue, 'One page for a manager: why ten and not a hundred, in minutes, meetings and a blitz')
            [CompletionResult]::new('quote', 'quote', [CompletionResultType]::ParameterValue, 'How many desks like this one start N prospects by a day')
            [CompletionResult]::new('sla', 'sla', [CompletionResultType]::ParameterValue, 'How much time must be held free to answer leads soon, and what that costs in starts')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Judge a placement that `fit --json --placement` wrote')
            [CompletionResult]::new('busy', 'busy', [CompletionResultType]::ParameterValue, 'When calendars are busy, and with --explain what that takes from which block')
            [CompletionResult]::new('triage', 'triage', [CompletionResultType]::ParameterValue, 'Whom to let go so that what is owed to the others is on time')
            [CompletionResult]::new('today', 'today', [CompletionResultType]::ParameterValue, 'What to do today, in order, and how far it is; with --work one key each')
            [CompletionResult]::new('log', 'log', [CompletionResultType]::ParameterValue, 'Add touches to the log: ids, then what came of it')
            [CompletionResult]::new('away', 'away', [CompletionResultType]::ParameterValue, 'A day on which nobody works: the lines for the plan, and with --write into it')
            [CompletionResult]::new('replan', 'replan', [CompletionResultType]::ParameterValue, 'What today''s plan changes of the one of the workday before, and why')
            [CompletionResult]::new('catch-up', 'catch-up', [CompletionResultType]::ParameterValue, 'What is overdue, when it is made up for, and what that costs in new starts')
            [CompletionResult]::new('track', 'track', [CompletionResultType]::ParameterValue, 'Promises kept and broken, where the time went, and what brings answers')
            [CompletionResult]::new('state', 'state', [CompletionResultType]::ParameterValue, 'The pipeline with what the log knows beyond it')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'What is understood of a table before a plan names it, and what to write into the plan')
            [CompletionResult]::new('preset', 'preset', [CompletionResultType]::ParameterValue, 'How exports of other programs are read, as TOML')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'What is advised against in a plan, with the source')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print what completes commands and flags in a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Write the manual''s pages into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'followthrough;help;init' {
            break
        }
        'followthrough;help;fit' {
            break
        }
        'followthrough;help;check' {
            break
        }
        'followthrough;help;admit' {
            break
        }
        'followthrough;help;advise' {
            break
        }
        'followthrough;help;schedule' {
            break
        }
        'followthrough;help;report' {
            break
        }
        'followthrough;help;cost' {
            break
        }
        'followthrough;help;trade' {
            break
        }
        'followthrough;help;confidence' {
            break
        }
        'followthrough;help;simulate' {
            break
        }
        'followthrough;help;justify' {
            break
        }
        'followthrough;help;quote' {
            break
        }
        'followthrough;help;sla' {
            break
        }
        'followthrough;help;verify' {
            break
        }
        'followthrough;help;busy' {
            break
        }
        'followthrough;help;triage' {
            break
        }
        'followthrough;help;today' {
            break
        }
        'followthrough;help;log' {
            break
        }
        'followthrough;help;away' {
            break
        }
        'followthrough;help;replan' {
            break
        }
        'followthrough;help;catch-up' {
            break
        }
        'followthrough;help;track' {
            break
        }
        'followthrough;help;state' {
            break
        }
        'followthrough;help;read' {
            break
        }
        'followthrough;help;preset' {
            break
        }
        'followthrough;help;lint' {
            break
        }
        'followthrough;help;completions' {
            break
        }
        'followthrough;help;man' {
            break
        }
        'followthrough;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
