package io.dynpack.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;

import io.dynpack.segment.SegmentBody;

/** The bytes of a body as a stream, one verified window at a time. */
public final class BodyInputStream extends InputStream {
    private static final int WINDOW = 64 << 10;

    private final BodyCursor cursor;
    private final ByteBuffer window;

    public BodyInputStream(SegmentBody body, OpenSources sources) {
        this.cursor = new BodyCursor(body, sources);
        this.window = ByteBuffer.allocate((int) Math.min(WINDOW, body.length())).limit(0);
    }

    @Override
    public int read() throws IOException {
        return fill() ? window.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, window.remaining());
        window.get(into, at, n);
        return n;
    }

    @Override
    public int available() {
        return window.remaining();
    }

    @Override
    public void close() {
        cursor.close();
    }

    private boolean fill() throws IOException {
        if (window.hasRemaining()) {
            return true;
        }
        window.clear();
        try {
            while (window.hasRemaining() && cursor.ready().join()) {
                cursor.drain(window.remaining(), window::put);
            }
        } catch (CompletionException e) {
            window.limit(0);
            throw new IOException("the body could not be read", e.getCause());
        } catch (RuntimeException e) {
            window.limit(0);
            throw new IOException("the body could not be read", e);
        }
        window.flip();
        return window.hasRemaining();
    }
}
