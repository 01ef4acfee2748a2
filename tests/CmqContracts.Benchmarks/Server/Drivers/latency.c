// Measures latencies on loopback and prints each on a line, in nanoseconds.
//   latency PORT COUNT REQUEST           from writing the request to the end of its reply
//   latency PORT COUNT REQUEST WAITING   from writing the request to the end of the reply to the WAITING request, which waits for it
// A request is a file with the bytes to write. Both modes sleep before each measurement, so that the server is equally idle in both.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct { char bytes[65536]; size_t length; } Request;

static void fail(const char *what) { perror(what); exit(1); }

static Request load(const char *path) {
    Request request;
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    request.length = fread(request.bytes, 1, sizeof request.bytes, file);
    fclose(file);
    return request;
}

static int open_connection(int port) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int on = 1, connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address)) fail("connect");
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return connection;
}

static void send_request(int connection, const Request *request) {
    if (write(connection, request->bytes, request->length) != (ssize_t)request->length) fail("write");
}

static void read_reply(int connection) {
    static char reply[65536];
    size_t length = 0, expected = 0;
    while (!expected || length < expected) {
        ssize_t count = read(connection, reply + length, sizeof reply - 1 - length);
        if (count <= 0) fail("read");
        length += count;
        reply[length] = 0;
        char *end = strstr(reply, "\r\n\r\n"), *size = strstr(reply, "Content-Length: ");
        if (end && size) expected = end + 4 - reply + strtoul(size + 16, NULL, 10);
    }
    char *body = strstr(reply, "\r\n\r\n") + 4;
    if (*body == '{' && strncmp(body, "{\"code\":0,", 10)) {
        fprintf(stderr, "The server answers: %s\n", body);
        exit(1);
    }
}

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int main(int count, char **arguments) {
    if (count < 4) return 2;
    int port = atoi(arguments[1]), rounds = atoi(arguments[2]);
    Request request = load(arguments[3]), waiting = count > 4 ? load(arguments[4]) : request;
    int sender = open_connection(port), receiver = count > 4 ? open_connection(port) : sender;
    struct timespec rest = { .tv_nsec = 2000000 };
    for (int round = 0; round < rounds; round++) {
        if (receiver != sender) send_request(receiver, &waiting);
        nanosleep(&rest, NULL);
        long long start = now();
        send_request(sender, &request);
        read_reply(receiver);
        printf("%lld\n", now() - start);
        if (receiver != sender) read_reply(sender);
    }
    return 0;
}
