/* A slower disk: every flush takes SLOW_FSYNC_US microseconds longer (2000 if unset).
   Compiled by bellhop/bench/disks.py and put under PostgreSQL with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

typedef int (*flush)(int);

static void linger(void)
{
    static long microseconds = -1;
    struct timespec pause;
    if (microseconds < 0) {
        const char *asked = getenv("SLOW_FSYNC_US");
        microseconds = asked ? atol(asked) : 2000;
    }
    pause.tv_sec = microseconds / 1000000;
    pause.tv_nsec = microseconds % 1000000 * 1000;
    nanosleep(&pause, NULL);
}

int fsync(int file)
{
    static flush original;
    int result;
    if (!original)
        original = (flush)dlsym(RTLD_NEXT, "fsync");
    result = original(file);
    linger();
    return result;
}

int fdatasync(int file)
{
    static flush original;
    int result;
    if (!original)
        original = (flush)dlsym(RTLD_NEXT, "fdatasync");
    result = original(file);
    linger();
    return result;
}
