/*
 * The robot. At the start of the race its process stops and waits: it is the template of all episodes. Each episode is a copy of it (fork),
 * which ends itself when the next reset comes. So an episode begins in the same state every time, and without loading anything.
 */

enum { SECTORS = 12, FACTS = 19, MOST_OPPONENTS = 10 };
static const float SIGHT = 100, SHIFT_UP = 0.92f, SHIFT_DOWN = 0.72f, SHIFT_PAUSE = 0.25f;
static const char NAME[] = "asyncrl";

/* A reset that the episode received for the template. */
static struct command *handed;
static struct command current;
static int is_episode, left, holds;
static void *its_track;
static float progress;
static double last_time, lap_began, last_lap, last_shift = -1;
static int laps;

/* The automatic gearbox. It shifts by the speed of the engine. */
static int choose_gear(void *car, double time)
{
    int gear = INT_AT(car, CAR_GEAR), offset = INT_AT(car, CAR_GEAR_OFFSET), highest = INT_AT(car, CAR_GEARS) - offset - 1;
    float *ratios = &FLOAT_AT(car, CAR_GEAR_RATIOS), share = FLOAT_AT(car, CAR_ENGINE_SPEED) / FLOAT_AT(car, CAR_ENGINE_LIMIT);
    if (gear < 1) return 1;
    if (time - last_shift < SHIFT_PAUSE) return gear;
    int next = gear;
    if (gear < highest && share > SHIFT_UP) next = gear + 1;
    else if (gear > 1 && share * ratios[gear - 1 + offset] / ratios[gear + offset] < SHIFT_DOWN) next = gear - 1;
    if (next != gear) last_shift = time;
    return next;
}

/* What the other program is told of the state, in units of meters, seconds and radians. */
static void tell(void *car, void *race)
{
    static float values[FACTS + LANES + BENDS + SECTORS + 2 * MOST_OPPONENTS];
    void *segment = POINTER_AT(car, CAR_SEGMENT);
    float x = FLOAT_AT(car, CAR_X), y = FLOAT_AT(car, CAR_Y), yaw = FLOAT_AT(car, CAR_YAW);
    float facts[FACTS] = {
        (float)DOUBLE_AT(race, RACE_TIME), progress,
        speed_along(car), FLOAT_AT(car, CAR_SPEED_FORWARD), FLOAT_AT(car, CAR_SPEED_LEFT), FLOAT_AT(car, CAR_YAW_RATE),
        remainderf(yaw - direction_at(car), 2 * (float)M_PI), FLOAT_AT(car, CAR_TO_MIDDLE), FLOAT_AT(segment, SEGMENT_WIDTH),
        FLOAT_AT(car, CAR_ENGINE_SPEED) / FLOAT_AT(car, CAR_ENGINE_LIMIT), (float)INT_AT(car, CAR_GEAR),
        (float)INT_AT(car, CAR_DAMAGE), FLOAT_AT(car, CAR_FUEL), (float)(laps > 1 ? laps - 1 : 0), (float)last_lap,
        from_start(car), x, y, yaw,
    };
    memcpy(values, facts, sizeof facts);
    look(car, yaw, values + FACTS);
    look_ahead(car, values + FACTS + RAYS);
    float *sectors = values + FACTS + RAYS + BENDS, *places = sectors + SECTORS;
    int cars = INT_AT(race, RACE_CARS), opponents = 0;
    for (int i = 0; i < SECTORS; i++) sectors[i] = SIGHT;
    for (int i = 0; i < cars; i++) {
        void *other = ((void **)POINTER_AT(race, RACE_CAR_LIST))[i];
        if (other == car || opponents >= MOST_OPPONENTS) continue;
        float dx = FLOAT_AT(other, CAR_X) - x, dy = FLOAT_AT(other, CAR_Y) - y, distance = hypotf(dx, dy);
        places[2 * opponents] = FLOAT_AT(other, CAR_X);
        places[2 * opponents++ + 1] = FLOAT_AT(other, CAR_Y);
        /* Also passes over a place that is not a number, which has no sector. */
        if (!(distance < SIGHT)) continue;
        float angle = remainderf(atan2f(dy, dx) - yaw, 2 * (float)M_PI);
        int sector = (int)((angle + (float)M_PI) / (2 * (float)M_PI) * SECTORS + 0.5f) % SECTORS;
        if (distance < sectors[sector]) sectors[sector] = distance;
    }
    progress = 0;
    send_message(STATE, values, sizeof(float) * (FACTS + RAYS + BENDS + (opponents > 0 ? SECTORS + 2 * opponents : 0)));
}

/* Waits in the template. Returns in the process of an episode. */
static void begin_episode(void)
{
    sigset_t blocked, none;
    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGCHLD);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    for (receive(handed);;) {
        struct command reset = *handed;
        handed->kind = 0;
        pid_t template = getpid(), episode = fork();
        if (episode < 0) refuse("fork");
        if (episode == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (getppid() != template) leave();
            is_episode = 1;
            left = 1;
            holds = reset.control_steps;
            return;
        }
        int status = 0;
        struct pollfd end = { .fd = connection, .events = POLLRDHUP };
        while (waitpid(episode, &status, WNOHANG) == 0) {
            /* Wakes up when the episode ends, or when the other program does. */
            if (ppoll(&end, 1, NULL, &none) > 0) {
                kill(episode, SIGKILL);
                waitpid(episode, NULL, 0);
                leave();
            }
        }
        if (WIFSIGNALED(status)) {
            signal(WTERMSIG(status), SIG_DFL);
            raise(WTERMSIG(status));
        }
        if (handed->kind != RESET) _exit(WEXITSTATUS(status));
    }
}

static void wake(int number) { (void)number; }

static void new_track(int index, void *track, void *handle, void **settings, void *race)
{
    (void)index, (void)handle, (void)race;
    its_track = track;
    *settings = NULL;
}

static void new_race(int index, void *car, void *race)
{
    (void)index, (void)car, (void)race;
    handed = mmap(NULL, sizeof *handed, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    signal(SIGCHLD, wake);
    reach();
}

/* Checks the places in memory, and sends the edges of the track. */
static void introduce(void *car, void *race)
{
    const char *cars = getenv("ASYNCRL_TORCS_CARS"), *wrong;
    int count;
    void *first = POINTER_AT(car, CAR_SEGMENT);
    if ((wrong = check_car(car, NAME)) || (wrong = check_race(race, car, cars ? atoi(cars) : 1))
        || (wrong = check_track(its_track, first, &count))) refuse(wrong);
    measure_track(first, count);
    if ((wrong = check_place(car))) refuse(wrong);
    /* From now on the text of TORCS is a part of its error text, written line by line: an episode ends without writing what it kept. */
    fflush(stdout);
    if (dup2(2, 1) < 0 || setvbuf(stdout, NULL, _IOLBF, 0) != 0) refuse("standard output");
    size_t size = sizeof(struct edge_point) * pieces;
    float *content = malloc(3 * sizeof(float) + size);
    content[0] = VERSION, content[1] = FLOAT_AT(its_track, TRACK_LENGTH), content[2] = (float)pieces;
    memcpy(content + 3, edges, size);
    send_message(TRACK, content, 3 * sizeof(float) + size);
    free(content);
}

/* A control step, 50 times per second of the race. Blocking here stops the race. */
static void drive(int index, void *car, void *race)
{
    double time = DOUBLE_AT(race, RACE_TIME);
    (void)index;
    FLOAT_AT(car, CAR_CLUTCH) = 0;
    INT_AT(car, CAR_SELECTED_GEAR) = 1;
    if (time < 0) return;
    if (!is_episode) {
        last_time = time;
        introduce(car, race);
        /* TORCS removes a car whose lap takes longer than 84.5 s and 0.1 s for each meter of the track, unless a human drives it. */
        INT_AT(car, CAR_DRIVER) = HUMAN;
        begin_episode();
    }
    /* A control step lasts 20 or 22 ms: TORCS steps by 2 ms and rounds. */
    progress += (float)(time - last_time) * speed_along(car);
    last_time = time;
    if (INT_AT(car, CAR_LAPS) > laps) {
        if (laps > 0) last_lap = time - lap_began;
        laps = INT_AT(car, CAR_LAPS);
        lap_began = time;
    }
    if (holds > 0) {
        holds--;
        progress = 0;
        current.steering = current.throttle = 0, current.brake = 1;
    } else if (--left <= 0) {
        tell(car, race);
        receive(&current);
        if (current.kind != STEP) {
            *handed = current;
            leave();
        }
        left = current.control_steps;
    }
    FLOAT_AT(car, CAR_STEERING) = current.steering;
    FLOAT_AT(car, CAR_THROTTLE) = current.throttle;
    FLOAT_AT(car, CAR_BRAKE) = current.brake;
    INT_AT(car, CAR_SELECTED_GEAR) = choose_gear(car, time);
}

static int stop_for_repair(int index, void *car, void *race) { (void)index, (void)car, (void)race; return 0; }

static void end_race(int index, void *car, void *race) { (void)index, (void)car, (void)race; }

static void end(int index) { (void)index; }

static int begin(int index, void *functions)
{
    struct robot *robot = functions;
    *robot = (struct robot){ new_track, new_race, end_race, drive, stop_for_repair, end, index };
    return 0;
}

/* TORCS calls the function of the robot's own name. */
__attribute__((visibility("default"))) int asyncrl(struct module *modules)
{
    /* Ctrl-C in a terminal, and the end of the terminal, are for the other program, which saves its run first. */
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    memset(modules, 0, MODULES * sizeof *modules);
    modules->name = strdup(NAME);
    modules->description = strdup(NAME);
    modules->begin = begin;
    modules->index = 1;
    return 0;
}
