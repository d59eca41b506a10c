package io.dynpack.tests.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.text.CueList;
import io.dynpack.text.CueSample;
import io.dynpack.text.Imsc1;
import io.dynpack.text.TextDocument;
import io.dynpack.text.TextException;
import io.dynpack.text.TextFormat;
import io.dynpack.text.TextLimits;
import io.dynpack.text.TextTooLargeException;
import io.dynpack.text.TextTrackReader;
import io.dynpack.text.WebVtt;
import io.dynpack.text.WvttSample;

/**
 * Any bytes as a text document, or as the samples of a text track: a refusal that says why, or cues that can be printed in each
 * format and read again.
 */
class TextFuzzTest {
    private static final List<TextFormat> FORMATS = List.of(TextFormat.WVTT, TextFormat.STPP, TextFormat.TX3G,
            TextFormat.CEA608);

    @FuzzTest(maxDuration = "10m")
    void anyDocument(byte[] bytes) {
        Bounds.within(bytes.length, () -> {
            CueList cues;
            try {
                cues = TextDocument.read(bytes).cues();
            } catch (TextException e) {
                return;
            }
            String printed = WebVtt.document(cues);
            CueList again = read(printed);
            if (again.count() != cues.count() || !WebVtt.document(again).equals(printed)) {
                throw new AssertionError("what was printed is read as something else");
            }
            try {
                long end = Math.max(1, cues.end());
                read(Imsc1.document(cues, 0, end));
                long at = 0;
                for (CueSample sample : CueSample.of(cues, 0, end)) {
                    if (sample.start() != at) {
                        throw new AssertionError("samples leave a gap at " + at);
                    }
                    at += sample.duration();
                    WvttSample.bytes(cues, sample);
                }
                read(WebVtt.segment(cues, end / 3, end / 2, null));
            } catch (TextTooLargeException e) {
                // cues that overlap each other are repeated
            }
        });
    }

    /** A sample entry and samples of any form, each behind its length: cues that are read again as they are printed. */
    @FuzzTest(maxDuration = "10m")
    void anySamples(byte[] bytes) {
        Bounds.within(bytes.length, () -> {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            TextFormat format = FORMATS.get(in.hasRemaining() ? (in.get() & 0xFF) % FORMATS.size() : 0);
            TextTrackReader reader = TextTrackReader.of(format, TextLimits.DEFAULT);
            reader.entry(0, next(in));
            long end = 0;
            for (int i = 0; in.hasRemaining(); i++) {
                long start = i * 20_000_000L - 10_000_000;
                end = start + 20_000_000;
                reader.sample(i + 1, start, end, i * 20_000_000L, next(in));
            }
            CueList cues = reader.document(end).cues();
            String printed = WebVtt.document(cues);
            CueList again = read(printed);
            if (again.count() != cues.count() || !WebVtt.document(again).equals(printed)) {
                throw new AssertionError("what was printed is read as something else");
            }
        });
    }

    private static ByteBuffer next(ByteBuffer in) {
        int length = in.remaining() < Short.BYTES ? in.remaining() : Math.min(in.getShort() & 0xFFFF, in.remaining());
        ByteBuffer next = in.slice(in.position(), length);
        in.position(in.position() + length);
        return next;
    }

    private static CueList read(String document) {
        return TextDocument.read(document.getBytes(StandardCharsets.UTF_8)).cues();
    }
}
