package io.dynpack.origin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import io.dynpack.JdkLog;
import io.dynpack.presentation.CueSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.MemoryBudget;
import io.dynpack.storage.StorageException;
import io.dynpack.text.CueList;
import io.dynpack.text.TextDocument;
import io.dynpack.text.TextLimits;
import io.dynpack.text.TextTooLargeException;
import io.dynpack.text.WebVtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BuiltTextsTest {
    private static final CueList CUES = TextDocument
            .read("WEBVTT\n\n00:00.000 --> 00:01.000\nx\n".getBytes(StandardCharsets.UTF_8)).cues();

    private final MemoryBudget budget = new MemoryBudget(1 << 20);
    private final BuiltTexts texts = new BuiltTexts(100_000, budget);
    private final AtomicInteger made = new AtomicInteger();
    private final List<CompletableFuture<CueList>> asked = new ArrayList<>();

    private CompletableFuture<SegmentBody> get(String tag, long cost, Function<CueList, SegmentBody> maker) {
        CueSource source = new GivenCues(() -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
        });
        return texts.get(tag, source, cues -> cost, cues -> {
            made.incrementAndGet();
            return maker.apply(cues);
        });
    }

    private static SegmentBody body(int length) {
        return SegmentBody.of(Piece.Literal.of(new byte[length]));
    }

    @Test
    void oneIsMadeForAllWhoAskAtATimeAndLater() {
        List<CompletableFuture<SegmentBody>> first = List.of(get("a", 10, cues -> body(100)), get("a", 10, cues -> body(100)));
        assertThat(texts.has("a")).isFalse();
        assertThat(asked).hasSize(1);
        asked.get(0).complete(CUES);
        assertThat(first.get(0).join()).isSameAs(first.get(1).join());
        assertThat(((Piece.Literal) first.get(0).join().pieces().get(0)).bytes().isDirect()).isTrue();
        assertThat(texts.has("a")).isTrue();
        assertThat(get("a", 10, cues -> body(100)).join()).isSameAs(first.get(0).join());
        assertThat(made).hasValue(1);
    }

    @Test
    void theBoundIsOneOfBytes() {
        for (int i = 0; i < 50; i++) {
            CompletableFuture<SegmentBody> body = get("tag" + i, 10, cues -> body(10_000));
            asked.get(i).complete(CUES);
            body.join();
        }
        assertThat(java.util.stream.IntStream.range(0, 50).filter(i -> texts.has("tag" + i)).count()).isBetween(1L, 10L);
    }

    @Test
    void aRefusalIsKeptAndAFailureIsNot() {
        CompletableFuture<SegmentBody> large = get("large", 10, cues -> SegmentBody.of(Piece.Literal.of(
                WebVtt.segment(cues, 0, 10_000_000, null).getBytes(StandardCharsets.UTF_8))));
        asked.get(0).complete(TextDocument.read("WEBVTT\n\n00:00.000 --> 00:01.000\nx\n".getBytes(StandardCharsets.UTF_8),
                new TextLimits(100, 1, 10)).cues());
        for (CompletableFuture<SegmentBody> each : List.of(large, get("large", 10, cues -> body(1)))) {
            assertThatThrownBy(each::join).hasCauseInstanceOf(TextTooLargeException.class)
                    .satisfies(e -> assertThat(Refusal.of(e.getCause()).error().status()).isEqualTo(415));
        }
        assertThat(made).hasValue(1);
        CompletableFuture<SegmentBody> failed = get("b", 10, cues -> body(1));
        try (JdkLog log = new JdkLog("com.github.benmanes.caffeine")) {
            asked.get(1).completeExceptionally(new StorageException.Busy("storage", 1));
            assertThat(log.messages()).isEmpty();
        }
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StorageException.Busy.class);
        CompletableFuture<SegmentBody> again = get("b", 10, cues -> body(1));
        asked.get(2).complete(CUES);
        assertThat(again.join().length()).isEqualTo(1);
    }

    /** What takes much of memory is made under a share of it. */
    @Test
    void largeOnesAreMadeWithinTheBudget() {
        CompletableFuture<SegmentBody> body = get("a", Long.MAX_VALUE, cues -> {
            assertThat(budget.lent()).isEqualTo(budget.largest());
            return body(1);
        });
        asked.get(0).complete(CUES);
        body.join();
        assertThat(budget.lent()).isZero();
    }
}
