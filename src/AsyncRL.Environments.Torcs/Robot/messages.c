/* Messages over a Unix socket, little endian. docs/environments/torcs.md describes them. */

enum { VERSION = 1 };
enum { TRACK = 1, STATE = 2, REFUSED = 3 };
enum { RESET = 1, STEP = 2 };

struct command { int32_t kind, control_steps; float steering, throttle, brake; };

static int connection = -1;

/* The other program has ended, or no longer needs this process. */
static void leave(void) { _exit(0); }

static void send_all(const void *bytes, size_t length)
{
    for (size_t sent = 0; sent < length;) {
        ssize_t more = send(connection, (const char *)bytes + sent, length - sent, MSG_NOSIGNAL);
        if (more <= 0) leave();
        sent += more;
    }
}

static void send_message(int kind, const void *content, size_t length)
{
    uint32_t head[2] = { (uint32_t)length, (uint32_t)kind };
    send_all(head, sizeof head);
    send_all(content, length);
}

static void receive(struct command *command)
{
    for (size_t got = 0; got < sizeof *command;) {
        ssize_t more = recv(connection, (char *)command + got, sizeof *command - got, 0);
        if (more <= 0) leave();
        got += more;
    }
}

/* Connects to the program that started TORCS. */
static void reach(void)
{
    const char *path = getenv("ASYNCRL_TORCS_SOCKET");
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (!path || strlen(path) >= sizeof address.sun_path) leave();
    strcpy(address.sun_path, path);
    connection = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address) < 0) leave();
}

static void refuse(const char *what)
{
    send_message(REFUSED, what, strlen(what));
    leave();
}
