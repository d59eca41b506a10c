package io.dynpack.origin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.dynpack.codec.VideoCodec;
import io.dynpack.index.TrackKind;
import io.dynpack.isobmff.PsshBox;
import io.dynpack.presentation.ContentProtection;
import io.dynpack.presentation.ContentProtection.Kind;
import io.dynpack.presentation.ContentProtections;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SampleLayouts;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.Ticks;
import io.dynpack.protection.CommonEncryption;
import io.dynpack.protection.ContentKey;
import io.dynpack.protection.EnvelopeCipher;
import io.dynpack.protection.PlayReadyHeader;
import io.dynpack.protection.PlayReadyObject;
import io.dynpack.protection.ProtectionScheme;
import io.dynpack.protection.ProtectionSystem;
import io.dynpack.protection.WidevineHeader;
import io.dynpack.publishing.EncryptionScheme;
import io.dynpack.publishing.EncryptionSection;
import io.dynpack.publishing.EncryptionSection.Licence;
import io.dynpack.publishing.EncryptionSection.LicenceSystem;
import io.dynpack.publishing.LocatorKey;
import io.dynpack.publishing.LocatorLookup;
import io.dynpack.publishing.Resolution;
import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;
import io.dynpack.url.Format;
import io.dynpack.url.Parameters;

/** How one answer is encrypted: which key each level has, and where players have it from. Lives as long as the answer is made. */
final class Encryption implements ContentProtections {
    static final Encryption NONE = new Encryption(EncryptionScheme.NO_ENCRYPTION, null, EncryptionSection.NONE, List.of(),
            Map.of(), new KeyUrls("", "", ""), List.of(), "", null);

    private final EncryptionScheme scheme;
    /** {@code null} where samples are not encrypted. */
    private final @Nullable ProtectionScheme samples;
    private final EncryptionSection section;
    private final List<LocatorKey> references;
    private final Map<UUID, ContentKey> keys;
    private final KeyUrls urls;
    private final List<Licence> licences;
    private final String locator;
    /** Of video that is clear itself and has sound in its segments; {@code null} where there is none. */
    private final @Nullable ContentKey sound;

    /**
     * Where players have keys from.
     *
     * @param base             in front of {@code ?kid=}
     * @param assetId          what templates have for {@code {AssetAlternativeId}}
     * @param mediaId          what they have for {@code {AlternativeMediaId}}
     */
    private record KeyUrls(String base, String assetId, String mediaId) {

        /** What is unknown in a template stays as it is: published ones have such. */
        String of(String template, UUID id) {
            return template.replace("{ContentKeyId}", id.toString()).replace("{AssetAlternativeId}", encoded(assetId))
                    .replace("{AlternativeMediaId}", encoded(mediaId));
        }

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }

        boolean isAbsolute() {
            return !base.startsWith("/");
        }
    }

    private Encryption(EncryptionScheme scheme, @Nullable ProtectionScheme samples, EncryptionSection section,
            List<LocatorKey> references, Map<UUID, ContentKey> keys, KeyUrls urls, List<Licence> licences,
            String locator, @Nullable ContentKey sound) {
        this.scheme = scheme;
        this.samples = samples;
        this.section = section;
        this.references = references;
        this.keys = keys;
        this.urls = urls;
        this.licences = licences;
        this.locator = locator;
        this.sound = sound;
    }

    /**
     * @param scheme   that the gate found
     * @param samples  as of {@link #samples}
     * @param resolved whose policy enables the scheme
     * @return fails with {@link OriginException} where the locator names a key that is not there
     */
    static CompletableFuture<Encryption> of(EncryptionScheme scheme, @Nullable ProtectionScheme samples,
            LocatorLookup.Resolved resolved, ContentKeyLookup lookup, OriginOptions options) {
        if (scheme == EncryptionScheme.NO_ENCRYPTION) {
            return CompletableFuture.completedFuture(NONE);
        }
        EncryptionSection section = resolved.policy().value().section(scheme);
        List<LocatorKey> references = resolved.locator().value().keys().stream().filter(key -> key.type() == scheme).toList();
        Map<UUID, CompletableFuture<Optional<ContentKey>>> looks = new LinkedHashMap<>();
        references.forEach(reference -> looks.computeIfAbsent(reference.id(), lookup::find));
        String assetId = resolved.asset().value().alternateId();
        String mediaId = resolved.locator().value().alternativeMediaId();
        KeyUrls urls = new KeyUrls(options.keyDeliveryUrl(), assetId == null ? "" : assetId, mediaId == null ? "" : mediaId);
        return CompletableFuture.allOf(looks.values().toArray(CompletableFuture[]::new)).thenApply(done -> {
            Map<UUID, ContentKey> keys = new LinkedHashMap<>();
            looks.forEach((id, look) -> keys.put(id, look.join().orElseThrow(
                    () -> new OriginException(new Refusal.NoKey(resolved.locator().value().name(), id.toString())))));
            return new Encryption(scheme, samples, section, references, keys, urls, licences(section,
                    // whoever has the key of an envelope has it as it is
                    options.clearKeyLicences() || scheme == EncryptionScheme.ENVELOPE_ENCRYPTION),
                    resolved.locator().value().name(), null);
        });
    }

    /**
     * The same where segments of video hold sound: they are encrypted as a whole, so that video which would be clear has the key of
     * the first sound that is not.
     */
    Encryption multiplexed(Presentation whole) {
        if (scheme == EncryptionScheme.NO_ENCRYPTION) {
            return this;
        }
        ContentKey first = whole.streams(TrackKind.AUDIO).stream().flatMap(stream -> stream.levels().stream())
                .flatMap(level -> Optional.ofNullable(key(level)).stream()).findFirst().orElse(null);
        return new Encryption(scheme, samples, section, references, keys, urls, licences, locator, first);
    }

    /** How samples are encrypted; {@code null} where they are not, but whole segments or nothing. */
    static @Nullable ProtectionScheme samples(EncryptionScheme scheme, Parameters parameters, OriginOptions options) {
        return switch (scheme) {
            case NO_ENCRYPTION -> null;
            case ENVELOPE_ENCRYPTION -> options.dashEnvelopeAsCenc() && parameters.format().protocol() == Format.Protocol.DASH
                    ? ProtectionScheme.CENC
                    : null;
            case COMMON_ENCRYPTION_CENC ->
                EncryptionScheme.PIFF.equals(parameters.encryption()) ? ProtectionScheme.PIFF : ProtectionScheme.CENC;
            case COMMON_ENCRYPTION_CBCS -> ProtectionScheme.CBCS;
        };
    }

    private static List<Licence> licences(EncryptionSection section, boolean clearKey) {
        List<Licence> licences = new ArrayList<>(section.licences());
        if (clearKey && licences.stream().noneMatch(licence -> licence.system() == LicenceSystem.CLEAR_KEY)) {
            licences.add(new Licence(LicenceSystem.CLEAR_KEY, null, null));
        }
        return licences;
    }

    /** The key of a level; {@code null} where it stays clear. */
    private @Nullable ContentKey key(Level level) {
        String fourcc = level.codec().family();
        if (!(level.codec() instanceof VideoCodec video)) {
            return key(fourcc, null);
        }
        ContentKey own = key(fourcc, Resolution.of(video.width(), video.height()));
        return own == null ? sound : own;
    }

    /** @param resolution {@code null} for what has none */
    private @Nullable ContentKey key(String fourcc, @Nullable Resolution resolution) {
        if (scheme == EncryptionScheme.NO_ENCRYPTION || section.isClear(fourcc, resolution)) {
            return null;
        }
        String label = section.label(fourcc, resolution);
        LocatorKey reference = LocatorKey.find(references, scheme, label).orElseThrow(() -> new OriginException(
                new Refusal.NoKey(locator, label == null ? "of " + scheme : "with the label " + label)));
        return keys.get(reference.id());
    }

    /** Whether samples of a level are encrypted. */
    boolean isOfSamples(Level level) {
        return samples != null && key(level) != null;
    }

    /**
     * How samples of a level are encrypted; {@code null} where they are not.
     *
     * @param withSystems whether it is for an initialization segment, which alone tells what protection systems have to know
     */
    @Nullable
    CommonEncryption common(Level level, SampleLayouts layouts, boolean withSystems) {
        ContentKey key = samples == null ? null : key(level);
        if (samples == null || key == null) {
            return null;
        }
        List<PsshBox> boxes = withSystems
                ? licences.stream().map(licence -> pssh(licence, samples, key)).flatMap(Optional::stream).toList()
                : List.of();
        return new CommonEncryption(samples, key, boxes, keys.size() > 1, layouts, clearLead());
    }

    /**
     * A segment as it leaves, media or key frame; never an initialization segment, which stays clear.
     *
     * @param tag entity tag of what leaves
     */
    SegmentBody segment(Level level, SegmentBody body, String tag) {
        ContentKey key = scheme == EncryptionScheme.ENVELOPE_ENCRYPTION && samples == null ? key(level) : null;
        return key == null ? body : SegmentBody.of(Piece.Enciphered.of(tag, body, new EnvelopeCipher(key)));
    }

    /** A segment of text as it leaves. */
    SegmentBody text(SegmentBody body, String tag) {
        ContentKey key = keyOfText();
        return key == null ? body : SegmentBody.of(Piece.Enciphered.of(tag, body, new EnvelopeCipher(key)));
    }

    @Override
    public @Nullable ContentProtection ofText() {
        ContentKey key = keyOfText();
        return key == null ? null : of(key);
    }

    /** Only the envelope covers text: where its key encrypts samples instead, text is clear as under any common encryption. */
    private @Nullable ContentKey keyOfText() {
        return scheme == EncryptionScheme.ENVELOPE_ENCRYPTION && samples == null ? key(TextStream.FOURCC, null) : null;
    }

    @Override
    public @Nullable ContentProtection of(Level level) {
        ContentKey key = key(level);
        return key == null ? null : of(key);
    }

    private ContentProtection of(ContentKey key) {
        String id = key.id().toString();
        String iv = HexFormat.of().withUpperCase().formatHex(key.iv());
        String keyUri = section.keyUrl() == null ? urls.base + "?kid=" + id : urls.of(section.keyUrl(), key.id());
        return samples == null
                ? new ContentProtection.Envelope(id, keyUri, iv)
                : new ContentProtection.Common(id,
                        samples.isCounter() ? ContentProtection.Scheme.CENC : ContentProtection.Scheme.CBCS,
                        samples.isCounter() ? null : iv, keyUri,
                        licences.stream().map(licence -> system(licence, samples, key)).toList(), clearLead());
    }

    private long clearLead() {
        return section.clearLead().toNanos() / (1_000_000_000 / Ticks.PER_SECOND);
    }

    private ContentProtection.KeySystem system(Licence licence, ProtectionScheme samples, ContentKey key) {
        String pssh = pssh(licence, samples, key).map(box -> base64(box.toByteArray())).orElse(null);
        String url = licence.url() == null ? null : urls.of(licence.url(), key.id());
        return switch (licence.system()) {
            case PLAYREADY -> new ContentProtection.KeySystem(Kind.PLAYREADY, pssh,
                    base64(object(licence, samples, List.of(key))), url);
            case WIDEVINE -> new ContentProtection.KeySystem(Kind.WIDEVINE, pssh, null, url);
            case FAIRPLAY -> new ContentProtection.KeySystem(Kind.FAIRPLAY, null, null, fairPlay(url, key));
            case CLEAR_KEY -> new ContentProtection.KeySystem(Kind.CLEAR_KEY, pssh, null,
                    // players take it for a whole address
                    url == null && urls.isAbsolute() ? urls.base + "clearkey" : url);
        };
    }

    /** Applications that know no server of it take the id out of the URI. */
    private String fairPlay(@Nullable String url, ContentKey key) {
        String address = url != null ? url : urls.isAbsolute() ? urls.base + "FairPlay/?kid=" + key.id() : null;
        return address == null ? "skd://" + key.id() : address.replaceFirst("(?i)^https?:", "skd:");
    }

    private Optional<PsshBox> pssh(Licence licence, ProtectionScheme samples, ContentKey key) {
        return switch (licence.system()) {
            case PLAYREADY -> Optional.of(ProtectionSystem.PLAYREADY.pssh(object(licence, samples, List.of(key))));
            case WIDEVINE -> Optional.of(ProtectionSystem.WIDEVINE.pssh(WidevineHeader.of(samples, List.of(key.id()))));
            case FAIRPLAY -> Optional.empty();
            case CLEAR_KEY -> Optional.of(ProtectionSystem.COMMON.pssh(List.of(key.id())));
        };
    }

    private byte[] object(Licence licence, ProtectionScheme samples, List<ContentKey> keys) {
        String url = licence.url() == null ? null : urls.of(licence.url(), keys.get(0).id());
        return PlayReadyObject.of(PlayReadyHeader.of(samples, keys, url, licence.customAttributes()));
    }

    /** Smooth Streaming knows no other header for common encryption, so it is there whatever gives licences. */
    @Override
    public @Nullable String playReadyObject() {
        if (samples == null || keys.isEmpty()) {
            return null;
        }
        Licence licence = licences.stream().filter(each -> each.system() == LicenceSystem.PLAYREADY).findFirst()
                .orElse(new Licence(LicenceSystem.PLAYREADY, null, null));
        return base64(object(licence, samples, List.copyOf(keys.values())));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
