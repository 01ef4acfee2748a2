// Receives and deletes on loopback, over connections that stay open, with as little processor time as possible, because the driver
// takes it from the server. Prints the messages whose deletion was confirmed, and the seconds up to the last of them.
//   consume HOST:PORT CONNECTIONS SECONDS RECEIVE SECRET-ID SECRET-KEY TIMESTAMP QUEUE
// RECEIVE is a file with a BatchReceiveMessage request: its length on a line of its own, and then its bytes. Every received batch is deleted by
// a request that is signed here, with OpenSSL. The first receive without a message ends the round.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 16, MAX_CONNECTIONS = 64, DIGITS = 5 };

typedef struct { char bytes[65536]; size_t length; } Text;
typedef struct { int socket, deleting; Text reply; size_t expected; char *body; } Connection;

static Text receive, signed_head;
// The handles and the signature of each batch are appended to the common beginning of all deletes.
static Text delete;
static size_t form_start, handles_start;
static char names[BATCH][32];
static long long messages, ended;
static int empty;

static void stop(const char *what, const char *why) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
}

static void fail(const char *what) { stop(what, strerror(errno)); }

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void append(Text *text, const char *bytes, size_t length) {
    if (length > sizeof text->bytes - text->length) stop("consume", "A request is too long.");
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
}

static void append_string(Text *text, const char *string) { append(text, string, strlen(string)); }

static void load_receive(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) fail(path);
    int done = fscanf(file, "%zu", &receive.length) == 1 && fgetc(file) == '\n' && receive.length <= sizeof receive.bytes
        && fread(receive.bytes, 1, receive.length, file) == receive.length;
    if (!done) stop(path, "It holds no request.");
    fclose(file);
}

// .NET on Linux hashes with OpenSSL, so its library is installed; its headers may not be.
static void *hash;
static int (*hash_start)(void *hash, const void *key, int length, const void *algorithm, void *engine);
static int (*hash_add)(void *hash, const char *data, size_t length);
static int (*hash_end)(void *hash, unsigned char *output, unsigned *length);
static int (*to_base64)(unsigned char *output, const unsigned char *data, int length);

static void *function(void *library, const char *name) {
    void *found = dlsym(library, name);
    if (!found) stop("OpenSSL", dlerror());
    return found;
}

static void load_openssl(const char *key) {
    void *library = dlopen("libcrypto.so.3", RTLD_NOW);
    if (!library) stop("OpenSSL", dlerror());
    void *(*make)(void) = function(library, "HMAC_CTX_new");
    const void *(*sha1)(void) = function(library, "EVP_sha1");
    hash_start = function(library, "HMAC_Init_ex");
    hash_add = function(library, "HMAC_Update");
    hash_end = function(library, "HMAC_Final");
    to_base64 = function(library, "EVP_EncodeBlock");
    hash = make();
    if (!hash || !hash_start(hash, key, strlen(key), sha1(), NULL)) stop("OpenSSL", "It does not take the key.");
}

static void prepare_delete(const char *host, const char *id, const char *timestamp, const char *queue) {
    append_string(&signed_head, "POST");
    append_string(&signed_head, host);
    append_string(&signed_head, "/v2/index.php?");

    append_string(&delete, "POST /v2/index.php HTTP/1.1\r\nHost: ");
    append_string(&delete, host);
    append_string(&delete, "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length:      \r\n\r\n");
    form_start = delete.length;
    append_string(&delete, "Action=BatchDeleteMessage&Nonce=1&SecretId=");
    append_string(&delete, id);
    append_string(&delete, "&SignatureMethod=HmacSHA1&Timestamp=");
    append_string(&delete, timestamp);
    append_string(&delete, "&queueName=");
    append_string(&delete, queue);
    handles_start = delete.length;
    for (int i = 0; i < BATCH; i++) sprintf(names[i], "&receiptHandle.%d=", i);
}

static void append_signature(void) {
    unsigned char bytes[20], text[32];
    int done = hash_start(hash, NULL, 0, NULL, NULL) && hash_add(hash, signed_head.bytes, signed_head.length)
        && hash_add(hash, delete.bytes + form_start, delete.length - form_start) && hash_end(hash, bytes, NULL);
    if (!done) stop("OpenSSL", "It does not sign.");
    to_base64(text, bytes, sizeof bytes);
    append_string(&delete, "&Signature=");
    for (unsigned char *at = text; *at; at++) {
        if (*at == '+') append_string(&delete, "%2B");
        else if (*at == '/') append_string(&delete, "%2F");
        else if (*at == '=') append_string(&delete, "%3D");
        else append(&delete, (char *)at, 1);
    }
}

// The messages of a reply usually have the same length, so the next handle is searched first at the expected place, and then in the rest of
// the reply.
static int find_handles(const char *at, const char *end, const char **handles, size_t *lengths) {
    static const char marker[] = "\"receiptHandle\":\"";
    const size_t size = sizeof marker - 1;
    size_t stride = 0;
    int count = 0;
    at = memmem(at, end - at, marker, size);
    while (at && count < BATCH) {
        const char *handle = at + size, *quote = memchr(handle, '"', end - handle);
        if (!quote) return 0;
        handles[count] = handle;
        lengths[count++] = quote - handle;
        const char *next = stride && stride + size <= (size_t)(end - at) ? at + stride : NULL;
        if (!next || memcmp(next, marker, size)) next = memmem(quote, end - quote, marker, size);
        if (next) stride = next - at;
        at = next;
    }
    return count;
}

static void refuse(const Connection *connection) {
    const char *reply = connection->reply.bytes;
    fprintf(stderr, "The server answers: %.*s %s\n", (int)strcspn(reply, "\r\n"), reply, connection->body);
    exit(1);
}

static void send_request(Connection *connection, const Text *request) {
    if (write(connection->socket, request->bytes, request->length) != (ssize_t)request->length) fail("write");
    connection->reply.length = connection->expected = 0;
}

static void send_delete(Connection *connection) {
    // Parameters are signed in the order of their names' bytes.
    static const int order[BATCH] = { 0, 1, 10, 11, 12, 13, 14, 15, 2, 3, 4, 5, 6, 7, 8, 9 };
    const char *handles[BATCH];
    size_t lengths[BATCH];
    int count = find_handles(connection->body, connection->reply.bytes + connection->reply.length, handles, lengths);
    if (!count) refuse(connection);
    delete.length = handles_start;
    for (int i = 0; i < BATCH; i++) {
        int index = order[i];
        if (index >= count) continue;
        append_string(&delete, names[index]);
        append(&delete, handles[index], lengths[index]);
    }
    append_signature();
    char length[32];
    sprintf(length, "%*zu", DIGITS, delete.length - form_start);
    memcpy(delete.bytes + form_start - strlen("\r\n\r\n") - DIGITS, length, DIGITS);
    connection->deleting = count;
    send_request(connection, &delete);
}

static int starts_with(const char *text, const char *start) { return !strncmp(text, start, strlen(start)); }

static void take_reply(Connection *connection) {
    int done = starts_with(connection->body, "{\"code\":0,");
    if (connection->deleting) {
        if (!done || strstr(connection->body, "\"errorList\"")) refuse(connection);
        messages += connection->deleting;
        ended = now();
        connection->deleting = 0;
        send_request(connection, &receive);
    }
    else if (done) send_delete(connection);
    else if (starts_with(connection->body, "{\"code\":7000,")) empty = 1;
    else refuse(connection);
}

static void read_reply(Connection *connection) {
    Text *reply = &connection->reply;
    ssize_t count = read(connection->socket, reply->bytes + reply->length, sizeof reply->bytes - 1 - reply->length);
    if (count < 0) fail("read");
    if (!count) stop("read", "The server closed the connection.");
    reply->length += count;
    reply->bytes[reply->length] = 0;
    if (!connection->expected) {
        char *end = strstr(reply->bytes, "\r\n\r\n"), *size = strstr(reply->bytes, "Content-Length: ");
        if (!end) return;
        connection->body = end + strlen("\r\n\r\n");
        if (!starts_with(reply->bytes, "HTTP/1.1 200 ") || !size || size > end) refuse(connection);
        connection->expected = connection->body - reply->bytes + strtoul(size + strlen("Content-Length: "), NULL, 10);
        if (connection->expected >= sizeof reply->bytes) stop("consume", "A reply is too long.");
    }
    if (reply->length >= connection->expected) take_reply(connection);
}

static int open_connection(int port) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int on = 1, connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection < 0 || connect(connection, (struct sockaddr *)&address, sizeof address)) fail("connect");
    if (fcntl(connection, F_SETFL, O_NONBLOCK)) fail("fcntl");
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return connection;
}

int main(int count, char **arguments) {
    static Connection connections[MAX_CONNECTIONS];
    if (count < 9) return 2;
    char *host = arguments[1], *port = strrchr(host, ':');
    int size = atoi(arguments[2]), seconds = atoi(arguments[3]);
    if (!port || size < 1 || size > MAX_CONNECTIONS) return 2;
    load_receive(arguments[4]);
    load_openssl(arguments[6]);
    prepare_delete(host, arguments[5], arguments[7], arguments[8]);

    int poll = epoll_create1(0);
    long long started = now(), end = started + seconds * 1000000000LL, left;
    for (Connection *connection = connections; connection < connections + size; connection++) {
        // Edge-triggered, because only a reply can arrive, and its buffer takes all of it at once.
        struct epoll_event event = { .events = EPOLLIN | EPOLLET, .data.ptr = connection };
        connection->socket = open_connection(atoi(port + 1));
        if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->socket, &event)) fail("epoll_ctl");
        send_request(connection, &receive);
    }
    while (!empty && (left = end - now()) > 0) {
        struct epoll_event events[MAX_CONNECTIONS];
        int ready = epoll_wait(poll, events, size, left / 1000000 + 1);
        if (ready < 0) fail("epoll_wait");
        for (int i = 0; i < ready && !empty; i++) read_reply(events[i].data.ptr);
    }
    if (!messages) stop("consume", "No message was received and deleted.");
    printf("%lld %.6f\n", messages, (ended - started) / 1e9);
    return 0;
}
