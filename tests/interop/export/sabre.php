<?php
// What sabre/vobject (Nextcloud's reader) finds in calendar files, and what its validation complains about.
//
//     php sabre.php FROM TO FILE...
//
// Prints one line of JSON for each file: its events from FROM to TO that are not cancelled as pairs of UTC times, how many
// VTODOs it has, title and description by UID (from version 3 on; older ones leave texts escaped), and the messages. The
// library is looked for in VOBJECT (its folder or autoload.php), else where Debian puts it.

error_reporting(E_ALL & ~E_DEPRECATED);

$place = getenv('VOBJECT') ?: '/usr/share/php';
if (is_file($place)) {
    require $place;
} else {
    spl_autoload_register(function ($class) use ($place) {
        $file = $place . '/' . str_replace('\\', '/', $class) . '.php';
        if (is_file($file)) {
            require $file;
        }
    });
}

use Sabre\VObject\Reader;

$utc = new DateTimeZone('UTC');
$from = new DateTime($argv[1]);
$to = new DateTime($argv[2]);
foreach (array_slice($argv, 3) as $file) {
    $events = [];
    $messages = [];
    $todos = 0;
    $texts = [];
    set_error_handler(function ($level, $message) use (&$messages) {
        if ($level & ~E_DEPRECATED & ~E_USER_DEPRECATED) {
            $messages[] = $message;
        }
        return true;
    });
    try {
        $calendar = Reader::read(file_get_contents($file));
        foreach ($calendar->validate() as $fault) {
            $messages[] = $fault['message'];
        }
        $todos = count($calendar->select('VTODO'));
        $cancelled = [];
        foreach ($calendar->select('VEVENT') as $event) {
            $texts[(string) $event->UID] = [(string) $event->SUMMARY, (string) $event->DESCRIPTION];
            if (isset($event->STATUS) && (string) $event->STATUS === 'CANCELLED') {
                $cancelled[(string) $event->UID] = true;
            }
        }
        $expanded = $calendar->expand($from, $to) ?: $calendar;
        foreach ($expanded->select('VEVENT') as $event) {
            if (isset($cancelled[(string) $event->UID])) {
                continue;
            }
            $times = [];
            foreach ([$event->DTSTART, $event->DTEND] as $property) {
                $times[] = $property->getDateTime()->setTimezone($utc)->format('Y-m-d\TH:i:s\Z');
            }
            $events[] = $times;
        }
    } catch (Throwable $error) {
        $messages[] = get_class($error) . ': ' . $error->getMessage();
    }
    restore_error_handler();
    echo json_encode(['file' => $file, 'reader' => 'sabre/vobject ' . Sabre\VObject\Version::VERSION, 'events' => $events, 'todos' => $todos, 'texts' => version_compare(Sabre\VObject\Version::VERSION, '3', '<') ? null : (object) $texts, 'messages' => $messages]), "\n";
}
