/* A disk that fails, for a program that is started with this library in LD_PRELOAD. From the environment:
 *
 *   CMQ_FAULT_CALL      sync: fsync and fdatasync fail with EIO; write: pwrite and write do; pretend: fsync and fdatasync
 *                       do nothing and answer that they did
 *   CMQ_FAULT_SUFFIX    the end of the path of the files that this is about
 *   CMQ_FAULT_TRIGGER   the file that must exist for this to happen; not set: it always happens
 *
 * At the first failure a file appears beside the trigger, named as the trigger with ".hit" behind it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool ends_with(const char *text, const char *end)
{
    size_t text_length = strlen(text), end_length = strlen(end);
    return text_length >= end_length && strcmp(text + text_length - end_length, end) == 0;
}

static bool is_meant(const char *call, int fd)
{
    const char *wanted = getenv("CMQ_FAULT_CALL"), *suffix = getenv("CMQ_FAULT_SUFFIX"), *trigger = getenv("CMQ_FAULT_TRIGGER");
    char link[64], path[PATH_MAX + 1];
    int saved = errno;
    bool meant = false;

    if (wanted && strcmp(wanted, call) == 0 && suffix && (!trigger || access(trigger, F_OK) == 0)) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, PATH_MAX);
        path[length < 0 ? 0 : length] = 0;
        meant = length >= 0 && ends_with(path, suffix);
    }
    errno = saved;
    return meant;
}

static bool fails(const char *call, int fd)
{
    if (!is_meant(call, fd))
        return false;
    const char *trigger = getenv("CMQ_FAULT_TRIGGER");
    if (trigger) {
        char hit[PATH_MAX];
        snprintf(hit, sizeof hit, "%s.hit", trigger);
        close(open(hit, O_CREAT | O_WRONLY, 0600));
    }
    errno = EIO;
    return true;
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

static int sync_file(const char *name, int fd)
{
    if (fails("sync", fd))
        return -1;
    if (is_meant("pretend", fd))
        return 0;
    return NEXT(int (*)(int), name)(fd);
}

int fsync(int fd) { return sync_file("fsync", fd); }
int fdatasync(int fd) { return sync_file("fdatasync", fd); }

ssize_t write(int fd, const void *bytes, size_t count)
{
    return fails("write", fd) ? -1 : NEXT(ssize_t (*)(int, const void *, size_t), "write")(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    return fails("write", fd) ? -1 : NEXT(ssize_t (*)(int, const void *, size_t, off_t), "pwrite")(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    return fails("write", fd) ? -1 : NEXT(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64")(fd, bytes, count, offset);
}
