package io.dynpack.tests.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import org.awaitility.core.ConditionTimeoutException;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.tests.QuickstartOrigin;
import io.dynpack.tests.http.Reply;
import io.dynpack.tests.media.Fixtures;

/** Any bytes as a request line of a published asset: an answer of the status that a client or a storage is to blame for. */
class RequestFuzzTest {
    private static final int MOST = 4096;
    private static final int TIMEOUT = 15_000;
    private static QuickstartOrigin origin;
    private static String location;

    @FuzzTest(maxDuration = "10m")
    void anyRequestLine(byte[] bytes) {
        if (bytes.length > MOST) {
            return;
        }
        BugDetectors.allowNetworkConnections((host, port) -> true);
        start();
        Bounds.within(bytes.length + (1 << 16), () -> {
            byte[] answer = answer(bytes);
            if (answer.length == 0) {
                return;
            }
            Reply reply = Reply.parse(answer, 0);
            if (reply.status() < 200 || reply.status() == 500 || reply.status() > 505) {
                throw new AssertionError("answered " + new String(answer, StandardCharsets.ISO_8859_1));
            }
            if (reply.header("Content-Length") != null && reply.length() < 0) {
                throw new AssertionError("a length of " + reply.length());
            }
        });
    }

    private static synchronized void start() {
        if (origin == null) {
            origin = QuickstartOrigin.start();
            Runtime.getRuntime().addShutdownHook(new Thread(origin::close));
        }
        while (location == null) {
            try {
                location = origin.publish(Fixtures.audioOnly()).getRawPath();
            } catch (ConditionTimeoutException e) {
                // all that starts is instrumented, at the lowest priority
            }
        }
    }

    /** A path that begins with a tilde goes on below the asset. */
    private static byte[] answer(byte[] bytes) {
        String line = new String(bytes, StandardCharsets.ISO_8859_1).replace("~", location);
        URI base = origin.base();
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(TIMEOUT);
            var out = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write((line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                in.transferTo(out);
            } catch (SocketException e) {
                // closed in the face of a request that is none
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
