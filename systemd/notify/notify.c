/*
 * Sends the datagrams of sd_notify(3). Java has no datagram sockets of the family AF_UNIX; this is all that it lacks.
 *
 * Made without the headers and the start files of any C library: what is declared here is the interface of Linux (the same
 * numbers on every architecture but Alpha, HPPA, MIPS and SPARC) and of JNI, neither of which changes. The undefined symbols
 * are those of the libc that the Java machine has loaded, whichever it is. So one file serves glibc of any version and musl,
 * and one compiler without a sysroot makes it for every architecture.
 */
#define EXPORT __attribute__((visibility("default")))

enum { AF_UNIX = 1, SOCK_DGRAM = 2, SOCK_CLOEXEC = 02000000, MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000 };
enum { ENAMETOOLONG = 36, EMSGSIZE = 90 };
enum { MAX_MESSAGE_BYTES = 2048 };

struct address {
    unsigned short family;
    char path[108]; /* begins with a zero when it is a name and no file: "@" in the environment */
};

int socket(int domain, int type, int protocol);
long sendto(int fd, const void *message, unsigned long size, int flags, const void *to, unsigned int to_size);
int close(int fd);
int *__errno_location(void);

/* JNI's table of functions, of which one is used. Its place is part of the specification. */
typedef const void *const *const *jni;
typedef void *object;
typedef void (*get_byte_array_region)(jni env, object array, int from, int count, void *to);
enum { GET_BYTE_ARRAY_REGION = 200 };

static void copy(jni env, object array, int count, void *to)
{
    ((get_byte_array_region)(*env)[GET_BYTE_ARRAY_REGION])(env, array, 0, count, to);
}

/* A socket to send with; or an error's number, negated. */
EXPORT int Java_dev_holdfast_agent_supervisor_NotifySocket_openSocket(jni env, object class)
{
    (void)env, (void)class;
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return fd >= 0 ? fd : -*__errno_location();
}

/* Sends a message and waits for nothing: 0, or an error's number. Java has checked that both arrays are as long. */
EXPORT int Java_dev_holdfast_agent_supervisor_NotifySocket_sendTo(
    jni env, object class, int fd, object path, int path_size, object message, int size)
{
    (void)class;
    struct address to;
    char bytes[MAX_MESSAGE_BYTES];
    if (path_size < 1 || path_size > (int)sizeof to.path)
        return ENAMETOOLONG;
    if (size < 0 || size > (int)sizeof bytes)
        return EMSGSIZE;
    to.family = AF_UNIX;
    copy(env, path, path_size, to.path);
    copy(env, message, size, bytes);
    long sent = sendto(fd, bytes, (unsigned long)size, MSG_DONTWAIT | MSG_NOSIGNAL, &to,
        (unsigned int)(sizeof to.family + (unsigned long)path_size));
    return sent >= 0 ? 0 : *__errno_location();
}

EXPORT void Java_dev_holdfast_agent_supervisor_NotifySocket_closeSocket(jni env, object class, int fd)
{
    (void)env, (void)class;
    close(fd);
}
