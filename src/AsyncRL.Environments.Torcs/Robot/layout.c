/*
 * A robot for TORCS 1.3.7 on x86-64 that lets another program drive. The files of this directory are compiled together, in the order
 * layout, track, check, messages, robot. No header of TORCS is used: this file has the places in TORCS's memory, found by trial or
 * in its machine code, and check.c compares them with what must stand there.
 */
#define _GNU_SOURCE
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define FLOAT_AT(p, offset) (*(float *)((char *)(p) + (offset)))
#define DOUBLE_AT(p, offset) (*(double *)((char *)(p) + (offset)))
#define INT_AT(p, offset) (*(int *)((char *)(p) + (offset)))
#define POINTER_AT(p, offset) (*(void **)((char *)(p) + (offset)))

/* A car, and the kinds of its driver. Speeds are in the car's own frame, or along X and Y of the world. */
enum {
    CAR_NAME = 4, CAR_DRIVER = 140, CAR_X = 328, CAR_Y = 332, CAR_YAW = 348, CAR_SPEED_FORWARD = 352, CAR_SPEED_LEFT = 356,
    CAR_YAW_RATE = 372, CAR_SPEED_X = 424, CAR_SPEED_Y = 428, CAR_SEGMENT = 544, CAR_TO_START = 556, CAR_TO_MIDDLE = 564,
    CAR_LAPS = 736, CAR_GEAR = 1344, CAR_FUEL = 1348, CAR_ENGINE_SPEED = 1352, CAR_ENGINE_LIMIT = 1356, CAR_GEAR_RATIOS = 1380,
    CAR_GEARS = 1420, CAR_GEAR_OFFSET = 1424, CAR_DAMAGE = 1496, CAR_STEERING = 1536, CAR_THROTTLE = 1540, CAR_BRAKE = 1544,
    CAR_CLUTCH = 1548, CAR_SELECTED_GEAR = 1552
};
enum { HUMAN = 1, ROBOT = 2 };

/* The track, and a segment of it. The four corners of a segment are start left, start right, end left, end right. */
enum {
    TRACK_SEGMENTS = 48, TRACK_LENGTH = 56, SEGMENT_TYPE = 12, SEGMENT_LENGTH = 24, SEGMENT_WIDTH = 28, SEGMENT_FROM_START = 40,
    SEGMENT_RADIUS = 44, SEGMENT_ARC = 56, SEGMENT_CENTER = 60, SEGMENT_CORNERS = 72, SEGMENT_ANGLE = 120, SEGMENT_NEXT = 232,
    CORNER_SIZE = 12
};
enum { TO_THE_RIGHT = 1, TO_THE_LEFT = 2, STRAIGHT = 3 };

/* The race. */
enum { RACE_CARS = 0, RACE_TIME = 40, RACE_CAR_LIST = 56 };

/* What a robot tells of itself. TORCS frees the name and the description. */
struct module { char *name, *description; int (*begin)(int, void *); unsigned kind; int index, priority, magic; };
enum { MODULES = 10 };

/* The functions of a robot. */
struct robot {
    void (*new_track)(int, void *, void *, void **, void *);
    void (*new_race)(int, void *, void *);
    void (*end_race)(int, void *, void *);
    void (*drive)(int, void *, void *);
    int (*stop_for_repair)(int, void *, void *);
    void (*end)(int);
    int index;
};
