/* A disk that fails, for a program that is started with this library in LD_PRELOAD. From the environment:
 *
 *   CMQ_FAULT_CALL      which calls fail with EIO: sync (fsync and fdatasync) or write (write and pwrite)
 *   CMQ_FAULT_SUFFIX    for which files: the end of their path
 *   CMQ_FAULT_TRIGGER   when: as long as this file exists
 *
 * At the first failure a file appears beside the trigger, named as the trigger with ".hit" appended.
 *
 *   CMQ_FAULT_KILL_IN   instead: a directory, and with it
 *   CMQ_FAULT_KILL_AT   before which call that changes something in it the program kills itself, counted from 1 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
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

static bool fails(const char *call, int fd)
{
    const char *wanted = getenv("CMQ_FAULT_CALL"), *suffix = getenv("CMQ_FAULT_SUFFIX"), *trigger = getenv("CMQ_FAULT_TRIGGER");
    char link[64], path[PATH_MAX + 1], hit[PATH_MAX + 8];
    int saved = errno;

    if (wanted && suffix && trigger && strcmp(wanted, call) == 0 && access(trigger, F_OK) == 0) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, PATH_MAX);
        path[length < 0 ? 0 : length] = 0;
        if (ends_with(path, suffix)) {
            snprintf(hit, sizeof hit, "%s.hit", trigger);
            close(open(hit, O_CREAT | O_WRONLY, 0600));
            errno = EIO;
            return true;
        }
    }

    errno = saved;
    return false;
}

static void kill_before(const char *path)
{
    static atomic_int calls;
    const char *directory = getenv("CMQ_FAULT_KILL_IN"), *at = getenv("CMQ_FAULT_KILL_AT");
    if (directory && at && strncmp(path, directory, strlen(directory)) == 0 && atomic_fetch_add(&calls, 1) + 1 >= atoi(at))
        kill(getpid(), SIGKILL);
}

static void kill_before_fd(int fd)
{
    char link[64], path[PATH_MAX + 1];
    int saved = errno;
    if (getenv("CMQ_FAULT_KILL_IN")) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, path, PATH_MAX);
        path[length < 0 ? 0 : length] = 0;
        kill_before(path);
    }

    errno = saved;
}

#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

int fsync(int fd)
{
    kill_before_fd(fd);
    return fails("sync", fd) ? -1 : NEXT(int (*)(int), "fsync")(fd);
}

int fdatasync(int fd)
{
    kill_before_fd(fd);
    return fails("sync", fd) ? -1 : NEXT(int (*)(int), "fdatasync")(fd);
}

ssize_t write(int fd, const void *bytes, size_t count)
{
    kill_before_fd(fd);
    return fails("write", fd) ? -1 : NEXT(ssize_t (*)(int, const void *, size_t), "write")(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset)
{
    kill_before_fd(fd);
    return fails("write", fd) ? -1 : NEXT(ssize_t (*)(int, const void *, size_t, off_t), "pwrite")(fd, bytes, count, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
    kill_before_fd(fd);
    return fails("write", fd) ? -1 : NEXT(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64")(fd, bytes, count, offset);
}

int ftruncate(int fd, off_t length)
{
    kill_before_fd(fd);
    return NEXT(int (*)(int, off_t), "ftruncate")(fd, length);
}

int ftruncate64(int fd, off64_t length)
{
    kill_before_fd(fd);
    return NEXT(int (*)(int, off64_t), "ftruncate64")(fd, length);
}

int unlink(const char *path)
{
    kill_before(path);
    return NEXT(int (*)(const char *), "unlink")(path);
}

int link(const char *from, const char *to)
{
    kill_before(to);
    return NEXT(int (*)(const char *, const char *), "link")(from, to);
}

int rename(const char *from, const char *to)
{
    kill_before(to);
    return NEXT(int (*)(const char *, const char *), "rename")(from, to);
}
