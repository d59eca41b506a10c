package io.dynpack.camel;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;

import org.apache.camel.Converter;
import org.apache.camel.Exchange;

/** Converts a {@link MediaBody} for route steps that want plain bytes. */
@Converter(generateLoader = true)
public final class MediaBodyConverter {

    private MediaBodyConverter() {}

    /** Of exact capacity, up to {@link MediaBody#MAX_IN_MEMORY}. Blocks while storage is read. */
    @Converter
    public static ByteBuffer toByteBuffer(MediaBody body, Exchange exchange) {
        try {
            return body.toByteBuffer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Up to {@link MediaBody#MAX_IN_MEMORY}. Blocks while storage is read. */
    @Converter
    public static byte[] toBytes(MediaBody body, Exchange exchange) {
        return toByteBuffer(body, exchange).array();
    }

    /** In any size. */
    @Converter
    public static InputStream toInputStream(MediaBody body, Exchange exchange) {
        return body.toInputStream();
    }
}
