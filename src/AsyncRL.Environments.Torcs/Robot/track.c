/* The edges of the track as straight pieces, and the distances to them in fixed directions. */

enum { RAYS = 19, LANES = 20, BENDS = 6 };
static const float RAY_DEGREES[RAYS] = { 90, 75, 60, 45, 30, 20, 15, 10, 5, 0, -5, -10, -15, -20, -30, -45, -60, -75, -90 };
static const float BEND_LENGTHS[BENDS] = { 15, 30, 50, 75, 100, 150 };
static const float RANGE = 200, PIECE_ANGLE = 0.1f, LONGEST_PIECE = 50;

struct edge_point { float left_x, left_y, right_x, right_y; };

/* Point i is the begin of piece i; the end of the last piece is point 0. */
static struct edge_point *edges;
static float *piece_lengths;
static int pieces;
static void **segments;
static int *first_pieces;
static int segment_count;
static float ray_x[LANES], ray_y[LANES];

static float turn_of(void *segment)
{
    int type = INT_AT(segment, SEGMENT_TYPE);
    return type == STRAIGHT ? 0 : type == TO_THE_LEFT ? FLOAT_AT(segment, SEGMENT_ARC) : -FLOAT_AT(segment, SEGMENT_ARC);
}

static float *corner_of(void *segment, int corner) { return &FLOAT_AT(segment, SEGMENT_CORNERS + corner * CORNER_SIZE); }

/* A point of an edge, at a share of the segment. Both edges of a curve may come nearer to its middle or go away from it. */
static void place(void *segment, int begin, float share, float *x, float *y)
{
    float *from = corner_of(segment, begin), *to = corner_of(segment, begin + 2), turn = turn_of(segment);
    if (turn == 0) {
        *x = from[0] + share * (to[0] - from[0]);
        *y = from[1] + share * (to[1] - from[1]);
        return;
    }
    float *center = &FLOAT_AT(segment, SEGMENT_CENTER);
    float first = hypotf(from[0] - center[0], from[1] - center[1]), last = hypotf(to[0] - center[0], to[1] - center[1]);
    float angle = atan2f(from[1] - center[1], from[0] - center[0]) + share * turn, radius = first + share * (last - first);
    *x = center[0] + radius * cosf(angle);
    *y = center[1] + radius * sinf(angle);
}

/* Makes the pieces from the segments, whose list is closed. */
static void measure_track(void *first, int count)
{
    int most = 0;
    segment_count = count;
    segments = calloc(count, sizeof *segments);
    first_pieces = calloc(count, sizeof *first_pieces);
    void *segment = first;
    for (int i = 0; i < count; i++, segment = POINTER_AT(segment, SEGMENT_NEXT)) {
        segments[i] = segment;
        first_pieces[i] = most;
        float parts = fmaxf(fabsf(turn_of(segment)) / PIECE_ANGLE, FLOAT_AT(segment, SEGMENT_LENGTH) / LONGEST_PIECE);
        most += 1 + (int)parts;
    }
    edges = calloc(most, sizeof *edges);
    piece_lengths = calloc(most, sizeof *piece_lengths);
    for (int i = 0; i < count; i++) {
        int end = i + 1 < count ? first_pieces[i + 1] : most, parts = end - first_pieces[i];
        for (int k = 0; k < parts; k++) {
            struct edge_point *point = &edges[first_pieces[i] + k];
            place(segments[i], 0, (float)k / parts, &point->left_x, &point->left_y);
            place(segments[i], 1, (float)k / parts, &point->right_x, &point->right_y);
            piece_lengths[first_pieces[i] + k] = FLOAT_AT(segments[i], SEGMENT_LENGTH) / parts;
        }
    }
    pieces = most;
    for (int i = 0; i < LANES; i++) {
        float angle = (i < RAYS ? RAY_DEGREES[i] : 0) * (float)M_PI / 180;
        ray_x[i] = cosf(angle);
        ray_y[i] = sinf(angle);
    }
}

static int number_of(void *segment)
{
    static int last;
    for (int i = 0; i < segment_count; i++, last = (last + 1) % segment_count)
        if (segments[last] == segment) return last;
    return 0;
}

/* Shortens the rays that meet a piece of an edge, in the car's frame. */
static void meet(float ax, float ay, float bx, float by, float *ranges)
{
    float dx = bx - ax, dy = by - ay, cross = ax * dy - ay * dx;
    for (int i = 0; i < LANES; i++) {
        float a = ray_x[i] * ay - ray_y[i] * ax, b = ray_x[i] * by - ray_y[i] * bx;
        float distance = cross / (ray_x[i] * dy - ray_y[i] * dx + 1e-9f);
        float met = (a * b <= 0) & (distance > 0) ? distance : RANGE;
        ranges[i] = met < ranges[i] ? met : ranges[i];
    }
}

/* How far a car is from the begin of its segment, in meters. In a curve the place in the segment is an angle. */
static float into_segment(void *car)
{
    void *segment = POINTER_AT(car, CAR_SEGMENT);
    return FLOAT_AT(car, CAR_TO_START) * (turn_of(segment) == 0 ? 1 : FLOAT_AT(segment, SEGMENT_RADIUS));
}

/* The distances to the edges, from the car in each direction, at most RANGE. Only the track around the car counts, not a part of it that
   only passes by: from 20 m behind the begin of the car's segment to RANGE ahead of the car. */
static void look(void *car, float yaw, float *ranges)
{
    float c = cosf(yaw), s = sinf(yaw), lx = 0, ly = 0, rx = 0, ry = 0, x = FLOAT_AT(car, CAR_X), y = FLOAT_AT(car, CAR_Y);
    for (int i = 0; i < LANES; i++) ranges[i] = RANGE;
    int piece = first_pieces[number_of(POINTER_AT(car, CAR_SEGMENT))], left = pieces;
    /* How far ahead of the car the last point is, and the next one. */
    float ahead, next = -into_segment(car);
    for (float behind = 0; behind < 20 && left > 1; left--) {
        piece = (piece + pieces - 1) % pieces;
        behind += piece_lengths[piece];
        next -= piece_lengths[piece];
    }
    ahead = next;
    left = pieces;
    for (int first = 1; left >= 0 && ahead < RANGE; first = 0, left--, piece = (piece + 1) % pieces) {
        struct edge_point *p = &edges[piece];
        float px = p->left_x - x, py = p->left_y - y, qx = p->right_x - x, qy = p->right_y - y;
        float nlx = c * px + s * py, nly = c * py - s * px, nrx = c * qx + s * qy, nry = c * qy - s * qx;
        if (!first) {
            meet(lx, ly, nlx, nly, ranges);
            meet(rx, ry, nrx, nry, ranges);
        }
        lx = nlx, ly = nly, rx = nrx, ry = nry;
        ahead = next;
        next += piece_lengths[piece];
    }
}

/* The direction of the track's axis at a car. */
static float direction_at(void *car)
{
    void *segment = POINTER_AT(car, CAR_SEGMENT);
    float angle = FLOAT_AT(segment, SEGMENT_ANGLE), turn = turn_of(segment);
    return turn == 0 ? angle : turn > 0 ? angle + FLOAT_AT(car, CAR_TO_START) : angle - FLOAT_AT(car, CAR_TO_START);
}

/* The speed of the nearest point of the axis: in a curve the axis is longer than the way on its inner side, and shorter than the way on its
   outer side. */
static float speed_along(void *car)
{
    void *segment = POINTER_AT(car, CAR_SEGMENT);
    float direction = direction_at(car), turn = turn_of(segment), radius = FLOAT_AT(segment, SEGMENT_RADIUS);
    float own = turn == 0 ? 1 : turn > 0 ? radius - FLOAT_AT(car, CAR_TO_MIDDLE) : radius + FLOAT_AT(car, CAR_TO_MIDDLE);
    float scale = turn == 0 ? 1 : radius / fmaxf(own, radius / 2);
    return scale * (FLOAT_AT(car, CAR_SPEED_X) * cosf(direction) + FLOAT_AT(car, CAR_SPEED_Y) * sinf(direction));
}

/* How far the track turns to the left over the next meters, for each of the lengths. */
static void look_ahead(void *car, float *bends)
{
    void *segment = POINTER_AT(car, CAR_SEGMENT);
    float ahead = -into_segment(car), turned = 0, begun = turn_of(segment) / FLOAT_AT(segment, SEGMENT_LENGTH) * ahead;
    for (int i = 0; i < BENDS;) {
        float length = FLOAT_AT(segment, SEGMENT_LENGTH), turn = turn_of(segment);
        if (ahead + length < BEND_LENGTHS[i]) {
            ahead += length;
            turned += turn;
            segment = POINTER_AT(segment, SEGMENT_NEXT);
        } else {
            bends[i] = turned + turn * (BEND_LENGTHS[i] - ahead) / length + begun;
            i++;
        }
    }
}

static float from_start(void *car)
{
    return FLOAT_AT(POINTER_AT(car, CAR_SEGMENT), SEGMENT_FROM_START) + into_segment(car);
}
