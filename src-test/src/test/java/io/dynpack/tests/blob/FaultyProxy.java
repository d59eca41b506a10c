package io.dynpack.tests.blob;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands between a client and a blob service: keeps a note of each call, makes calls slow, and does to some of their answers what
 * networks do, by a seeded random.
 */
final class FaultyProxy implements AutoCloseable {

    /**
     * What happens how often, each between 0 and 1.
     *
     * @param delay     before each call is passed on
     * @param busy      answered 503 without being passed on
     * @param truncated cut in the middle of the body, the connection closed in order
     * @param reset     cut in the middle of the body, the connection reset
     * @param stalled   silent in the middle of the body until the client gives up
     */
    record Faults(Duration delay, double busy, double truncated, double reset, double stalled, String retryAfter) {
        static final Faults NONE = new Faults(Duration.ZERO, 0, 0, 0, 0, null);

        static Faults delay(Duration delay) {
            return new Faults(delay, 0, 0, 0, 0, null);
        }
    }

    private enum Fault {
        NONE,
        BUSY,
        TRUNCATED,
        RESET,
        STALLED
    }

    /**
     * A call that was answered.
     *
     * @param target path and query
     * @param range  header, or {@code null}
     * @param start  and {@code end} in nanoseconds
     * @param bytes  of the answer's body that the service sent
     */
    record Call(String method, String target, String range, long start, long end, int status, long bytes, String fault) {}

    private final ServerSocket server;
    private final int target;
    private final Random random;
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Faults faults = Faults.NONE;
    private volatile Predicate<String> onlyFor = call -> true;
    private volatile Predicate<String> cut = call -> false;
    private volatile boolean loseAnswers;

    FaultyProxy(int target, long seed) {
        this.target = target;
        this.random = new Random(seed);
        try {
            server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept, "proxy");
    }

    int port() {
        return server.getLocalPort();
    }

    void faults(Faults next) {
        faults = next;
    }

    /** From now on faults befall only calls like this, {@code METHOD target}. */
    void onlyFor(Predicate<String> chosen) {
        onlyFor = chosen;
    }

    /** The next answer is lost: the service did what was asked, the client sees a reset. */
    void loseNextAnswer() {
        loseAnswers = true;
    }

    /**
     * Lets so many calls like this, {@code METHOD target}, through; the next one is done and its answer lost, as all that
     * follows.
     */
    void cutAfter(Predicate<String> chosen, int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        cut = call -> chosen.test(call) && left.getAndDecrement() <= 0;
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    void forget() {
        calls.clear();
    }

    /** The longest chain of calls of which each began after the one before had ended. */
    static int depth(List<Call> calls) {
        List<Call> byEnd = new ArrayList<>(calls);
        byEnd.sort(Comparator.comparingLong(Call::end));
        int depth = 0;
        long end = Long.MIN_VALUE;
        for (Call call : byEnd) {
            if (call.start >= end) {
                depth++;
                end = call.end;
            }
        }
        return depth;
    }

    private static void thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                client.setTcpNoDelay(true);
                sockets.add(client);
                if (server.isClosed()) {
                    client.close();
                    return;
                }
                thread(() -> serve(client), "proxy-" + open.incrementAndGet());
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client; Socket service = new Socket(InetAddress.getLoopbackAddress(), target)) {
            service.setTcpNoDelay(true);
            sockets.add(service);
            InputStream fromClient = new BufferedInputStream(client.getInputStream(), 1 << 16);
            InputStream fromService = new BufferedInputStream(service.getInputStream(), 1 << 16);
            while (exchange(client, fromClient, service.getOutputStream(), fromService)) {
                // as long as both sides keep their connection
            }
        } catch (IOException e) {
            // one of them is gone; so is the other, now
        } finally {
            sockets.remove(client);
        }
    }

    private boolean exchange(Socket client, InputStream fromClient, OutputStream toService, InputStream fromService)
            throws IOException {
        String head = head(fromClient);
        if (head == null) {
            return false;
        }
        long start = System.nanoTime();
        String[] line = head.substring(0, head.indexOf('\r')).split(" ");
        byte[] body = fromClient.readNBytes((int) number(header(head, "content-length")));
        Faults now = faults;
        Fault fault = fault(now, line[0] + " " + line[1]);
        if (!now.delay.isZero()) {
            // this is the latency itself
            long until = System.nanoTime() + now.delay.toNanos();
            while (System.nanoTime() < until) {
                LockSupport.parkNanos(until - System.nanoTime());
            }
        }
        OutputStream toClient = client.getOutputStream();
        if (fault == Fault.BUSY) {
            note(line, head, start, 503, 0, fault);
            toClient.write(("HTTP/1.1 503 Server Busy\r\nContent-Length: 0\r\nx-ms-error-code: ServerBusy\r\n"
                    + (now.retryAfter == null ? "" : "Retry-After: " + now.retryAfter + "\r\n") + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            toClient.flush();
            return true;
        }
        toService.write(head.getBytes(StandardCharsets.ISO_8859_1));
        toService.write(body);
        toService.flush();
        String answer = head(fromService);
        while (answer != null && answer.startsWith("HTTP/1.1 100")) {
            answer = head(fromService);
        }
        if (answer == null) {
            return false;
        }
        int status = Integer.parseInt(answer.substring(9, 12));
        if (cut.test(line[0] + " " + line[1])) {
            close();
            return false;
        }
        if (loseAnswers) {
            loseAnswers = false;
            note(line, head, start, status, 0, Fault.RESET);
            client.setSoLinger(true, 0);
            return false;
        }
        byte[] content = line[0].equals("HEAD") || status == 204 || status == 304 ? new byte[0] : content(answer, fromService);
        note(line, head, start, status, content.length, fault);
        String plain = header(answer, "transfer-encoding") == null
                ? answer
                : answer.replaceFirst("(?i)transfer-encoding: *chunked\r\n", "Content-Length: " + content.length + "\r\n");
        toClient.write(plain.getBytes(StandardCharsets.ISO_8859_1));
        if (fault == Fault.NONE || content.length < 2) {
            toClient.write(content);
            toClient.flush();
            return true;
        }
        toClient.write(content, 0, cut(content.length));
        toClient.flush();
        if (fault == Fault.STALLED) {
            // nothing more until the client closes
            fromClient.read();
        } else if (fault == Fault.RESET) {
            client.setSoLinger(true, 0);
        }
        return false;
    }

    private int cut(int length) {
        synchronized (random) {
            return random.nextInt(length);
        }
    }

    private Fault fault(Faults now, String call) {
        double at;
        synchronized (random) {
            at = random.nextDouble();
        }
        if (!onlyFor.test(call)) {
            return Fault.NONE;
        }
        if ((at -= now.busy) < 0) {
            return Fault.BUSY;
        }
        if ((at -= now.truncated) < 0) {
            return Fault.TRUNCATED;
        }
        if ((at -= now.reset) < 0) {
            return Fault.RESET;
        }
        return at - now.stalled < 0 ? Fault.STALLED : Fault.NONE;
    }

    private void note(String[] line, String head, long start, int status, long bytes, Fault fault) {
        String range = header(head, "x-ms-range");
        calls.add(new Call(line[0], line[1], range == null ? header(head, "range") : range, start, System.nanoTime(), status,
                bytes, fault.name()));
    }

    private static byte[] content(String head, InputStream in) throws IOException {
        if (header(head, "transfer-encoding") == null) {
            return in.readNBytes((int) number(header(head, "content-length")));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (;;) {
            int size = Integer.parseInt(line(in).strip(), 16);
            all.write(in.readNBytes(size));
            line(in);
            if (size == 0) {
                return all.toByteArray();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /** Up to and with the empty line; {@code null} at the end of the stream. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            head.append((char) c);
            if (c == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
                return head.toString();
            }
        }
        return null;
    }

    private static String header(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }

    private static long number(String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
