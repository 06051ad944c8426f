/* Compares the places of layout.c with what must stand there. Another version of TORCS has other places, and is refused. */

enum { MOST_SEGMENTS = 100000 };

/* The first thing that is not as expected; null if there is none. The pointers were not yet followed: a wrong one ends the process. */
static const char *check_track(void *track, void *first, int *count)
{
    float length = 0;
    void *segment = first;
    *count = 0;
    do {
        void *next = POINTER_AT(segment, SEGMENT_NEXT);
        int type = INT_AT(segment, SEGMENT_TYPE);
        if (type != STRAIGHT && type != TO_THE_LEFT && type != TO_THE_RIGHT) return "the kind of a segment";
        float own = FLOAT_AT(segment, SEGMENT_LENGTH), width = FLOAT_AT(segment, SEGMENT_WIDTH);
        if (!(own > 0 && own < 10000)) return "the length of a segment";
        if (!(width > 1 && width < 1000)) return "the width of a segment";
        if (type != STRAIGHT && fabsf(FLOAT_AT(segment, SEGMENT_RADIUS) * FLOAT_AT(segment, SEGMENT_ARC) - own) > 0.05f + 0.01f * own)
            return "the arc of a segment";
        for (int side = 0; side < 2; side++) {
            float *end = corner_of(segment, side + 2), *begin = corner_of(next, side);
            if (hypotf(end[0] - begin[0], end[1] - begin[1]) > 1) return "the corners of a segment";
        }
        length += own;
        segment = next;
    } while (++*count < MOST_SEGMENTS && segment != first);
    if (*count != INT_AT(track, TRACK_SEGMENTS)) return "the number of segments";
    if (fabsf(length - FLOAT_AT(track, TRACK_LENGTH)) > 1) return "the length of the track";
    return NULL;
}

static const char *check_car(void *car, const char *name)
{
    float *ratios = &FLOAT_AT(car, CAR_GEAR_RATIOS), limit = FLOAT_AT(car, CAR_ENGINE_LIMIT);
    int gears = INT_AT(car, CAR_GEARS), offset = INT_AT(car, CAR_GEAR_OFFSET);
    if (strncmp((char *)car + CAR_NAME, name, 32) != 0) return "the name of the car";
    if (gears < 3 || gears > 10 || offset != 1 || ratios[0] >= 0 || ratios[offset] != 0) return "the gears";
    for (int gear = 2; gear < gears - offset; gear++)
        if (!(ratios[gear + offset] > 0 && ratios[gear + offset] < ratios[gear + offset - 1])) return "the ratios of the gears";
    if (!(limit > 100 && limit < 5000) || !(FLOAT_AT(car, CAR_ENGINE_SPEED) >= 0)) return "the speed of the engine";
    if (!(FLOAT_AT(car, CAR_FUEL) > 1 && FLOAT_AT(car, CAR_FUEL) < 1000)) return "the fuel";
    /* A car that is set on a steep track may be damaged a little. */
    if (INT_AT(car, CAR_LAPS) != 0 || INT_AT(car, CAR_DAMAGE) < 0 || INT_AT(car, CAR_DAMAGE) > 100) return "the laps or the damage";
    if (INT_AT(car, CAR_DRIVER) != ROBOT) return "the kind of the driver";
    if (!(hypotf(FLOAT_AT(car, CAR_SPEED_X), FLOAT_AT(car, CAR_SPEED_Y)) < 5)) return "the speed of the car";
    return NULL;
}

/* The place on the track must be the place in the world. */
static const char *check_place(void *car)
{
    void *segment = POINTER_AT(car, CAR_SEGMENT);
    float ranges[LANES], half = FLOAT_AT(segment, SEGMENT_WIDTH) / 2, middle = FLOAT_AT(car, CAR_TO_MIDDLE);
    look(car, direction_at(car), ranges);
    if (fabsf(ranges[0] - (half - middle)) > 1 || fabsf(ranges[RAYS - 1] - (half + middle)) > 1) return "the place of the car";
    return NULL;
}

static const char *check_race(void *race, void *car, int cars)
{
    int found = 0;
    if (INT_AT(race, RACE_CARS) != cars) return "the number of cars";
    if (!(DOUBLE_AT(race, RACE_TIME) > -10 && DOUBLE_AT(race, RACE_TIME) < 1)) return "the time of the race";
    for (int i = 0; i < cars; i++) found += ((void **)POINTER_AT(race, RACE_CAR_LIST))[i] == car;
    return found == 1 ? NULL : "the list of cars";
}
