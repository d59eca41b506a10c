package io.dynpack.tests.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import io.dynpack.asset.MediaIndexer;
import io.dynpack.delivery.BodyCursor;
import io.dynpack.delivery.OpenSources;
import io.dynpack.index.MediaIndex;
import io.dynpack.index.TrackIndex;
import io.dynpack.index.TrackKind;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TrackSource;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.segment.ts.MuxedAudio;
import io.dynpack.segment.ts.TransportStreams;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.Source;
import io.dynpack.tests.media.Fixtures;

/** One core making transport stream segments of three fragments, video with audio multiplexed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class TransportStreamBenchmark {

    private static final String FILE = Fixtures.LEVELS.get(0).file();

    private FileStorage files;
    private OpenSources sources;
    private TransportStreams streams;
    private Presentation presentation;
    private SegmentBody body;
    private List<List<ByteBuffer[]>> inMemory;
    private ByteBuffer target;

    /** Bytes made. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Bytes {
        public double gigabytes;
    }

    @Setup
    public void open() throws IOException {
        Path folder = Fixtures.muxed();
        files = new FileStorage(folder);
        sources = new OpenSources(files, 4, Duration.ofMinutes(5));
        List<TrackSource> tracks = new ArrayList<>();
        try (Source source = files.open(FILE).join()) {
            MediaIndex index = MediaIndexer.index(source).join();
            for (TrackIndex track : index.tracks()) {
                tracks.add(TrackSource.of(index.file(), track));
            }
        }
        presentation = new PresentationBuilder(60_000_000, 3).build(tracks);
        streams = new TransportStreams(presentation);
        body = plan();
        target = ByteBuffer.allocateDirect((int) body.length());
        inMemory = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(folder.resolve(FILE))) {
            ByteBuffer all = ByteBuffer.allocateDirect((int) channel.size());
            while (all.hasRemaining() && channel.read(all) >= 0) {
                // until it is there
            }
            for (Piece piece : body.pieces()) {
                List<ByteBuffer[]> inputs = new ArrayList<>();
                for (Piece.Ranges ranges : ((Piece.Transformed) piece).sources()) {
                    ByteBuffer[] parts = new ByteBuffer[ranges.starts().length];
                    for (int i = 0; i < parts.length; i++) {
                        parts[i] = all.slice((int) ranges.starts()[i], (int) (ranges.ends()[i] - ranges.starts()[i]));
                    }
                    inputs.add(parts);
                }
                inMemory.add(inputs);
            }
        }
    }

    private SegmentBody plan() {
        Stream video = presentation.streams(TrackKind.VIDEO).get(0);
        return streams.layout(video, video.levels().get(0), MuxedAudio.of(presentation.all().audio(null)))
                .segment(0, 3);
    }

    @TearDown
    public void close() {
        sources.close();
        files.close();
    }

    /** The multiplexer alone, from memory into a buffer that is used again. */
    @Benchmark
    public ByteBuffer multiplex(Bytes bytes) {
        target.clear();
        for (int i = 0; i < inMemory.size(); i++) {
            ((Piece.Transformed) body.pieces().get(i)).transform().write(inMemory.get(i), target);
        }
        bytes.gigabytes += body.length() / 1e9;
        return target;
    }

    /** As {@link #multiplex}, into a new buffer of exactly its size: what is saved by parts and buffers that are used again. */
    @Benchmark
    public ByteBuffer multiplexIntoNewBuffer(Bytes bytes) {
        ByteBuffer whole = ByteBuffer.allocateDirect((int) body.length());
        for (int i = 0; i < inMemory.size(); i++) {
            ((Piece.Transformed) body.pieces().get(i)).transform().write(inMemory.get(i), whole);
        }
        bytes.gigabytes += body.length() / 1e9;
        return whole;
    }

    /** What a request costs up to the socket: plan, reads, check of the version, multiplexer. */
    @Benchmark
    public ByteBuffer serve(Bytes bytes) {
        target.clear();
        SegmentBody asked = plan();
        try (BodyCursor cursor = new BodyCursor(asked, sources)) {
            while (cursor.ready().join()) {
                cursor.drain(256 << 10, target::put);
            }
        }
        bytes.gigabytes += asked.length() / 1e9;
        return target;
    }

    /** The plan alone: what HEAD costs. */
    @Benchmark
    public SegmentBody plan(Bytes bytes) {
        SegmentBody asked = plan();
        bytes.gigabytes += asked.length() / 1e9;
        return asked;
    }
}
