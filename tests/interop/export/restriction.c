/* What libical finds in calendar files, and whether its restriction check (RFC 5545 and 5546) passes.
 *
 *     cc restriction.c -o restriction $(pkg-config --cflags --libs libical) -licalss
 *     ./restriction FROM TO FILE...        (FROM and TO in seconds since 1970)
 *
 * Prints for each file `file NAME`, then a line `event START END` for each occurrence of an event that is not cancelled,
 * `todo` for each VTODO, and `message TEXT` for each complaint. */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static time_t from, to;

static void occurrence(icalcomponent *event, struct icaltime_span *span, void *data)
{
    (void)data;
    if (icalcomponent_get_status(event) != ICAL_STATUS_CANCELLED && span->start < to && span->end > from) {
        printf("event %lld %lld\n", (long long)span->start, (long long)span->end);
    }
}

/* Every X-LIC-ERROR that parsing or checking left in a component and those inside it. */
static void complaints(icalcomponent *component)
{
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    for (; property; property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY)) {
        printf("message %s: %s\n", icalcomponent_kind_to_string(icalcomponent_isa(component)),
               icalproperty_get_xlicerror(property));
    }
    icalcompiter inner = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT);
    for (; icalcompiter_deref(&inner); icalcompiter_next(&inner)) {
        complaints(icalcompiter_deref(&inner));
    }
}

static char *contents(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file) {
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc((size_t)size + 1);
    if (text) {
        text[fread(text, 1, (size_t)size, file)] = '\0';
    }
    fclose(file);
    return text;
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fprintf(stderr, "usage: restriction FROM TO FILE...\n");
        return 2;
    }
    from = (time_t)atoll(arguments[1]);
    to = (time_t)atoll(arguments[2]);
    for (int index = 3; index < count; index++) {
        printf("file %s\n", arguments[index]);
        char *text = contents(arguments[index]);
        icalcomponent *calendar = text ? icalparser_parse_string(text) : NULL;
        if (!calendar) {
            printf("message cannot be read\n");
            free(text);
            continue;
        }
        if (!icalrestriction_check(calendar)) {
            printf("message the restriction check fails\n");
        }
        complaints(calendar);
        icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
        for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
            struct icaltimetype begin = icaltime_from_timet_with_zone(from, 0, icaltimezone_get_utc_timezone());
            struct icaltimetype end = icaltime_from_timet_with_zone(to, 0, icaltimezone_get_utc_timezone());
            icalcomponent_foreach_recurrence(event, begin, end, occurrence, NULL);
        }
        icalcomponent *todo = icalcomponent_get_first_component(calendar, ICAL_VTODO_COMPONENT);
        for (; todo; todo = icalcomponent_get_next_component(calendar, ICAL_VTODO_COMPONENT)) {
            printf("todo\n");
        }
        icalcomponent_free(calendar);
        free(text);
    }
    return 0;
}
