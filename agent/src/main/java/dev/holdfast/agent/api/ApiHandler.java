package dev.holdfast.agent.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.holdfast.agent.answer.JsonAnswer;
import dev.holdfast.query.QueryException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where each request comes in: checks who asks and for what, and has it answered here or on a thread of the queue. Whatever goes
 * wrong becomes an answer, or the end of the connection when one is on its way; nothing is thrown.
 */
final class ApiHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final ApiContext context;
    private final HostCheck hosts;
    private final Access access;
    private final SlowClients slowClients;
    private final QueryQueue queue;
    private final Waiting waiting = new Waiting();
    private final StaticFiles files;
    private final QueryEndpoints queries;
    private final SeriesEndpoints series;
    private final StatusEndpoints status;
    private final TextEndpoints texts;

    ApiHandler(ApiContext context, HostCheck hosts, Access access, SlowClients slowClients, QueryQueue queue) {
        this.context = context;
        this.hosts = hosts;
        this.access = access;
        this.slowClients = slowClients;
        this.queue = queue;
        this.files = new StaticFiles();
        this.queries = new QueryEndpoints(context);
        this.series = new SeriesEndpoints(context);
        this.status = new StatusEndpoints(context);
        this.texts = new TextEndpoints(context);
    }

    @Override
    public void handle(HttpExchange exchange) {
        Reply reply = new Reply(exchange, slowClients);
        String path = Request.path(exchange);
        @Nullable Route route = Route.of(path);
        Question question = new Question(route, exchange, reply);
        try {
            if (!isWelcome(exchange, reply)) {
                exchange.close();
            } else if (route == null) {
                unrouted(path, exchange, reply);
                exchange.close();
            } else if (!route.takes(exchange.getRequestMethod())) {
                wrongMethod(exchange.getRequestMethod(), route, reply);
                exchange.close();
            } else {
                question.begin();
            }
        } catch (Exception | StackOverflowError e) {
            question.fail(e);
        }
    }

    /** Gives up what nobody waits for any more; about once a second. */
    void tick() {
        waiting.check();
    }

    long givenUpCount() {
        return waiting.givenUpCount();
    }

    private boolean isWelcome(HttpExchange exchange, Reply reply) throws IOException {
        String host = Request.host(exchange);
        if (host == null) {
            reply.text(BAD_REQUEST, "Bad Request: one Host, please\n");
            return false;
        }
        if (!hosts.allows(host)) {
            reply.text(
                    FORBIDDEN,
                    "Forbidden: this is not \"" + host + "\". Ask for the address that it listens on, or name the host"
                            + " in api.allowed_hosts.\n");
            return false;
        }
        if (!access.allows(Request.header(exchange, "Authorization"))) {
            reply.header("WWW-Authenticate", access.challenge()).text(UNAUTHORIZED, "Unauthorized\n");
            return false;
        }
        return true;
    }

    private void unrouted(String path, HttpExchange exchange, Reply reply) throws IOException {
        String method = exchange.getRequestMethod();
        if (method.equals("OPTIONS") && path.startsWith("/api/v1/")) {
            reply.header("Allow", "GET, HEAD, OPTIONS").empty(204);
        } else if (!files.has(path)) {
            reply.text(404, "404 page not found\n");
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            reply.header("Allow", "GET, HEAD").text(405, "Method Not Allowed\n");
        } else {
            files.answer(path, exchange, reply);
        }
    }

    private static void wrongMethod(String method, Route route, Reply reply) throws IOException {
        reply.header("Allow", route.allowed());
        if (method.equals("OPTIONS")) {
            reply.empty(204);
        } else {
            reply.text(405, "Method Not Allowed\n");
        }
    }

    /** One request and its answer. Begun on the thread that read it, answered there or on one of the queue's. */
    private final class Question implements Runnable {
        private final @Nullable Route route;
        private final HttpExchange exchange;
        private final Reply reply;
        private @Nullable Request request;
        private @Nullable Deadline deadline;

        Question(@Nullable Route route, HttpExchange exchange, Reply reply) {
            this.route = route;
            this.exchange = exchange;
            this.reply = reply;
        }

        void begin() throws IOException {
            Request read = Request.read(exchange);
            request = read;
            Deadline until = new Deadline(context, queries.timeoutMs(read));
            deadline = until;
            if (route != null && route.readsStore()) {
                waiting.begin(exchange, until);
                queue.take(this);
            } else {
                run();
            }
        }

        @Override
        public void run() {
            Route asked = route;
            Request read = request;
            Deadline until = deadline;
            if (asked == null || read == null || until == null) {
                throw new IllegalStateException("not begun");
            }
            try {
                if (until.isGivenUp()) {
                    throw new ApiException(ApiException.Type.CANCELED, "query was canceled in query queue");
                }
                if (until.getAsBoolean()) {
                    throw new ApiException(ApiException.Type.TIMEOUT, "query timed out in query queue");
                }
                answer(asked, read, reply, until);
                if (!reply.isFinished()) {
                    reply.finish();
                }
            } catch (Exception | StackOverflowError e) {
                fail(e);
            } finally {
                // Whatever else ends this thread, the client does not wait on.
                waiting.end(exchange);
                exchange.close();
            }
        }

        /** Says what went wrong while that is possible. */
        void fail(Throwable e) {
            waiting.end(exchange);
            try {
                if (!reply.isSent()) {
                    boolean gone = deadline != null && deadline.isGivenUp();
                    ApiException error =
                            gone ? new ApiException(ApiException.Type.CANCELED, "query was canceled") : error(e);
                    if (route == null || route.isJson()) {
                        JsonAnswer.error(
                                reply.begin(error.type().status(), Reply.JSON),
                                error.type().word(),
                                error.text());
                        reply.finish();
                    } else {
                        reply.text(error.type().status(), error.text() + "\n");
                    }
                }
            } catch (IOException | RuntimeException gone) {
                LOG.debug("api: the client is gone", gone);
            }
            exchange.close();
        }
    }

    private void answer(Route route, Request request, Reply reply, Deadline deadline) throws IOException {
        switch (route) {
            case QUERY -> queries.instant(request, reply, deadline);
            case QUERY_RANGE -> queries.range(request, reply, deadline);
            case FORMAT_QUERY -> queries.format(request, reply);
            case QUERY_EXEMPLARS -> queries.exemplars(request, reply);
            case SERIES -> series.series(request, reply, deadline);
            case LABELS -> series.labels(request, reply, deadline);
            case LABEL_VALUES -> series.labelValues(request, reply, deadline);
            case METADATA -> series.metadata(request, reply);
            case TSDB -> series.tsdb(request, reply, deadline);
            case FEDERATE -> texts.federate(request, reply, deadline);
            case METRICS -> texts.metrics(request, reply, deadline);
            case HEALTHY -> texts.healthy(reply);
            case READY -> texts.ready(reply);
            default -> status.answer(route, request, reply);
        }
    }

    private static ApiException error(Throwable e) {
        if (e instanceof ApiException known) {
            return known;
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof QueryException query) {
            return new ApiException(
                    switch (query.kind()) {
                        case BAD_DATA -> ApiException.Type.BAD_DATA;
                        case EXECUTION -> ApiException.Type.EXECUTION;
                        case TIMEOUT -> ApiException.Type.TIMEOUT;
                        case CANCELED -> ApiException.Type.CANCELED;
                    },
                    message);
        }
        if (e instanceof StackOverflowError) {
            return new ApiException(ApiException.Type.EXECUTION, "expression is nested too deeply");
        }
        if (!(e instanceof IOException)) {
            LOG.error("api: a mistake of holdfast's: {}", e.toString());
            LOG.debug("api", e);
        }
        return new ApiException(ApiException.Type.INTERNAL, message);
    }
}
