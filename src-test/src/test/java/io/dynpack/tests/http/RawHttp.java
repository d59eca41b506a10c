package io.dynpack.tests.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One request on one connection, byte for byte as the test writes it. */
public final class RawHttp {

    private static final int TIMEOUT = 15_000;

    private final InetSocketAddress address;

    /** Where requests come from; {@code null} for the choice of the system. */
    private final InetSocketAddress source;

    public RawHttp(URI base) {
        this(base, null);
    }

    /** @param source address of this machine that requests come from, of which 127.0.0.0/8 are many */
    public RawHttp(URI base, String source) {
        address = new InetSocketAddress(base.getHost(), base.getPort());
        this.source = source == null ? null : new InetSocketAddress(source, 0);
    }

    /** @param headers each {@code Name: value} */
    public Reply get(String target, String... headers) {
        return request("GET", target, headers);
    }

    /** @param headers each {@code Name: value} */
    public Reply request(String method, String target, String... headers) {
        StringBuilder text = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return send(text.append("Connection: close\r\n\r\n").toString());
    }

    /** Sends any text and reads until the server closes. */
    public Reply send(String text) {
        try (Socket socket = open(text, 0)) {
            long start = System.nanoTime();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                InputStream in = socket.getInputStream();
                in.transferTo(bytes);
            } catch (SocketException e) {
                // the server refused the rest of the request; what it said before is what counts
                if (bytes.size() == 0 && !e.getMessage().contains("reset")) {
                    throw e;
                }
            }
            return Reply.parse(bytes.toByteArray(), System.nanoTime() - start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Connects and sends, and leaves the reading to the caller, who closes the socket.
     *
     * @param receiveBuffer bytes that the system may take before the reader asks; 0 for its choice
     */
    public Socket open(String text, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(TIMEOUT);
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        if (source != null) {
            socket.bind(source);
        }
        socket.connect(address, TIMEOUT);
        OutputStream out = socket.getOutputStream();
        try {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        } catch (SocketException e) {
            // it may answer and close before it has read everything
            if (!socket.isConnected()) {
                throw e;
            }
        }
        return socket;
    }
}
