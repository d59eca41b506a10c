package io.dynpack.protection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.dynpack.presentation.SampleRun;

/**
 * Initialization vectors of counter mode: 64 bits for each sample, behind which 64 bits count the blocks of the sample (ISO/IEC
 * 23001-7, 9.3). A sample's is its number plus a base of the track that only the key tells, so that every node has the same,
 * and that two tracks, or two versions of a file, under one key have others: no two samples are ever encrypted with the same
 * bytes.
 */
final class InitializationVectors {
    private static final String ALGORITHM = "HmacSHA256";
    /** Keeps these apart from whatever else may be derived from a content key. */
    private static final String PURPOSE = "dynpack cenc\n";

    private InitializationVectors() {}

    /** Of the sample with number 0 of the run's track. */
    static long base(ContentKey key, SampleRun run) {
        byte[] value = key.value();
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(value, ALGORITHM));
            mac.update(PURPOSE.getBytes(StandardCharsets.UTF_8));
            mac.update(run.track().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(mac.doFinal()).getLong();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }
}
