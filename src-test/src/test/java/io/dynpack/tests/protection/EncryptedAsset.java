package io.dynpack.tests.protection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import io.dynpack.asset.IndexCache;
import io.dynpack.asset.LayoutCache;
import io.dynpack.asset.LayoutStore;
import io.dynpack.delivery.BodyInputStream;
import io.dynpack.delivery.OpenSources;
import io.dynpack.index.MediaIndex;
import io.dynpack.packaging.PackagedLevel;
import io.dynpack.packaging.Packaging;
import io.dynpack.packaging.Packagings;
import io.dynpack.presentation.KeyFrames;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.PresentationBuilder;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TrackSource;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.protection.ContentKey;
import io.dynpack.protection.ProtectionScheme;
import io.dynpack.protection.ProtectionSystem;
import io.dynpack.segment.SegmentBody;
import io.dynpack.storage.FileStorage;
import io.dynpack.storage.Source;
import io.dynpack.url.Format;

/** The media files of a folder as they are served under one key, without a server in front. */
public final class EncryptedAsset implements AutoCloseable {
    static final UUID KEY_ID = UUID.fromString("c6b2261d-d70b-4eda-a1dc-3cec956ea52d");
    static final String KEY = "1a2b3c4d5e6f708192a3b4c5d6e7f809";
    static final String IV = "00112233445566778899aabbccddeeff";

    private static final long FRAGMENT = 60_000_000;

    private final FileStorage storage;
    private final OpenSources sources;
    private final LayoutCache layouts;
    private final Packagings packagings = new Packagings();
    private final Presentation presentation;
    private final long clearLead;

    public EncryptedAsset(Path folder) {
        this(folder, 0);
    }

    /** @param clearLead ticks of 10 MHz */
    EncryptedAsset(Path folder, long clearLead) {
        this.clearLead = clearLead;
        try {
            storage = new FileStorage(folder);
            IndexCache indexes = new IndexCache(storage, 64 << 20);
            layouts = new LayoutCache(new LayoutStore(storage, 1 << 20, indexes.budget()), 1 << 20);
            sources = new OpenSources(storage, 16, Duration.ofSeconds(10));
            List<TrackSource> tracks = new ArrayList<>();
            try (var files = Files.list(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".mp4")).sorted().toList()) {
                    Source source = storage.open(file.getFileName().toString()).join();
                    MediaIndex index = indexes.get(source).join();
                    source.close();
                    index.tracks().forEach(track -> tracks.add(TrackSource.of(index.file(), track)));
                }
            }
            presentation = new PresentationBuilder(FRAGMENT, 3).build(tracks);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ContentKey key() {
        return new ContentKey(KEY_ID, HexFormat.of().parseHex(KEY), HexFormat.of().parseHex(IV));
    }

    public Presentation presentation() {
        return presentation;
    }

    LayoutCache layouts() {
        return layouts;
    }

    CommonEncryption encryption(ProtectionScheme scheme) {
        return new CommonEncryption(scheme, key(), List.of(ProtectionSystem.COMMON.pssh(List.of(KEY_ID))), false, layouts,
                clearLead);
    }

    /** @param scheme {@code null} in the clear */
    public PackagedLevel level(Format format, Stream stream, Level level, ProtectionScheme scheme) {
        Packaging packaging = packagings.of(format);
        return packaging.level(presentation.all(), stream, level, null, scheme == null ? null : encryption(scheme));
    }

    /** The initialization segment, where there is one, and all fragments. */
    public List<byte[]> segments(Format format, Stream stream, Level level, ProtectionScheme scheme) {
        PackagedLevel packaged = level(format, stream, level, scheme);
        List<byte[]> segments = new ArrayList<>();
        packaged.initialization().ifPresent(body -> segments.add(bytes(body)));
        for (int fragment = 0; fragment < packaged.timeline().count(); fragment++) {
            segments.add(bytes(packaged.segment(fragment, fragment + 1).join()));
        }
        return segments;
    }

    /** All key frames. */
    List<byte[]> keyFrames(Format format, Stream stream, Level level, ProtectionScheme scheme) {
        PackagedLevel packaged = level(format, stream, level, scheme);
        KeyFrames keyFrames = new KeyFrames(stream, level);
        List<byte[]> segments = new ArrayList<>();
        for (int entry = 0; entry < keyFrames.count(); entry++) {
            segments.add(bytes(packaged.keyFrame(keyFrames.time(entry)).join()));
        }
        return segments;
    }

    public byte[] bytes(SegmentBody body) {
        try (BodyInputStream in = new BodyInputStream(body, sources)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            in.transferTo(out);
            if (out.size() != body.length()) {
                throw new AssertionError(out.size() + " bytes of " + body.length());
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sources.close();
        storage.close();
    }
}
