package io.dynpack.tests.fuzz;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.dynpack.text.CueList;
import io.dynpack.text.CueSample;
import io.dynpack.text.Imsc1;
import io.dynpack.text.TextDocument;
import io.dynpack.text.TextException;
import io.dynpack.text.TextTooLargeException;
import io.dynpack.text.WebVtt;
import io.dynpack.text.WvttSample;

/** Any bytes as a text document: a refusal that says why, or cues that can be printed in each format and read again. */
class TextFuzzTest {

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

    private static CueList read(String document) {
        return TextDocument.read(document.getBytes(StandardCharsets.UTF_8)).cues();
    }
}
