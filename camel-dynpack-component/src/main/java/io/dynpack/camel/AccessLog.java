package io.dynpack.camel;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import io.dynpack.origin.OriginRequest;

/**
 * One line a response in the category {@code io.dynpack.access} at level {@code INFO}: method, target, status, bytes,
 * microseconds, cache result, and of an error its code and its cause in quotes. The category {@code io.dynpack.access-json} has
 * the same as an object of JSON, and with it who asked and what the player says of itself; at level {@code DEBUG}, since an
 * application that lets all of {@code INFO} through means one log of requests, not two. A thread of its own formats and writes;
 * where it cannot keep up, lines are dropped and counted rather than any response delayed. What a client makes up is cut and
 * escaped, so that it is never more than its part of a line. Off, and without a thread, unless one of them is enabled.
 */
public final class AccessLog implements AutoCloseable {
    public static final String CATEGORY = "io.dynpack.access";
    /** Not below the other: who turns that on does not mean this. */
    public static final String JSON_CATEGORY = "io.dynpack.access-json";
    private static final int QUEUE = 8192;
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final int METHOD = 32;
    private static final int TARGET = 2048;

    private final Logger logger;
    private final Logger json;
    private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private @Nullable Thread thread;
    private volatile boolean closed;

    public AccessLog() {
        this(LoggerFactory.getLogger(CATEGORY), LoggerFactory.getLogger(JSON_CATEGORY));
    }

    AccessLog(Logger logger, Logger json) {
        this.logger = logger;
        this.json = json;
    }

    private record Line(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete,
            @Nullable String code, @Nullable String cause, @Nullable AccessDetails details) {}

    public boolean enabled() {
        return !closed && (logger.isInfoEnabled() || json.isDebugEnabled());
    }

    /**
     * What {@link #add(OriginRequest, Answered, String, Player)} has to know of a request that arrives; {@code null} for
     * nothing.
     */
    public @Nullable Player player(OriginRequest request, @Nullable InetAddress client) {
        return !closed && json.isDebugEnabled() ? Player.of(request, client) : null;
    }

    /**
     * An answer of an origin.
     *
     * @param cause for the operator, or {@code null}
     * @param player what {@link #player} made of the request
     */
    public void add(OriginRequest request, Answered answered, @Nullable String cause, @Nullable Player player) {
        add(request.method(), request.rawPath(), answered.status(), answered.bytes(), answered.nanos() / 1000,
                answered.cached(), answered.complete(), answered.code(), cause,
                player == null ? null : new AccessDetails(Instant.now(), player, answered));
    }

    /**
     * @param method   as it came
     * @param target   of the request as it came
     * @param bytes    of the body that left
     * @param micros   from the arrival of the request
     * @param complete false where the connection broke before the end
     */
    public void add(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete) {
        add(method, target, status, bytes, micros, cached, complete, null, null);
    }

    /**
     * As {@link #add(String, String, int, long, long, boolean, boolean)} for an answer that may be an error.
     *
     * @param code  {@code MPE_...}, or {@code null} where it succeeded
     * @param cause for the operator, or {@code null}
     */
    public void add(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete,
            @Nullable String code, @Nullable String cause) {
        add(method, target, status, bytes, micros, cached, complete, code, cause, null);
    }

    private void add(String method, String target, int status, long bytes, long micros, boolean cached, boolean complete,
            @Nullable String code, @Nullable String cause, @Nullable AccessDetails details) {
        if (enabled()) {
            start();
            if (!lines.offer(new Line(cut(method, METHOD), cut(target, TARGET), status, bytes, micros, cached, complete, code,
                    cause == null ? null : cut(cause, TARGET), details))) {
                dropped.incrementAndGet();
            }
        }
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    /** Printable ASCII from {@code first} on stays; all else is written as in a URL, the bytes as servers read them. */
    private static String escaped(String text, char first) {
        if (text.chars().allMatch(c -> isPrintable(c, first))) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(2 * text.length());
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            if (isPrintable(b, first)) {
                escaped.append((char) b);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", b));
            }
        }
        return escaped.toString();
    }

    private static boolean isPrintable(int character, char first) {
        return character >= first && character < 0x7f;
    }

    /** Lines that were not written because the log could not keep up. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private synchronized void start() {
        if (thread == null && !closed) {
            thread = new Thread(this::write, "dynpack-access-log");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void write() {
        try {
            while (!closed) {
                write(lines.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Line line) {
        try {
            if (logger.isInfoEnabled()) {
                text(line);
            }
            if (json.isDebugEnabled()) {
                json.debug("{}", object(line));
            }
        } catch (RuntimeException e) {
            // an appender that finds no room on its disk may say so; when there is room again, lines are written again
            dropped.incrementAndGet();
        }
    }

    private void text(Line line) {
        logger.info("{} {} {} {} {}us {}{}{}", escaped(line.method, '!'), escaped(line.target, '!'), line.status,
                line.bytes,
                line.micros, line.cached ? "HIT" : "MISS", line.complete ? "" : " ABORTED",
                line.code == null
                        ? ""
                        : " " + line.code + " \""
                                + escaped(line.cause == null ? "" : line.cause, ' ').replace('"', '\'') + '"');
    }

    private static String object(Line line) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("method", line.method);
        members.put("target", line.target);
        members.put("status", line.status);
        members.put("bytes", line.bytes);
        members.put("micros", line.micros);
        members.put("cached", line.cached);
        members.put("complete", line.complete);
        members.put("code", line.code);
        members.put("cause", line.cause);
        if (line.details != null) {
            line.details.into(members);
        }
        members.values().removeIf(value -> value == null);
        try {
            return MAPPER.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }
}
