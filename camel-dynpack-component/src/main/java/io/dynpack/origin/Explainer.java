package io.dynpack.origin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.dynpack.asset.LoadedAsset;
import io.dynpack.asset.TrackAdditions;
import io.dynpack.index.TrackKind;
import io.dynpack.packaging.NotCarriedException;
import io.dynpack.packaging.Packaging;
import io.dynpack.presentation.Level;
import io.dynpack.presentation.Presentation;
import io.dynpack.presentation.SelectedStream;
import io.dynpack.presentation.SelectedText;
import io.dynpack.presentation.Selection;
import io.dynpack.presentation.Stream;
import io.dynpack.presentation.TextStream;
import io.dynpack.presentation.TimeWindow;
import io.dynpack.presentation.filter.Filter;
import io.dynpack.presentation.filter.FilterComposition;
import io.dynpack.presentation.filter.LevelDecision;
import io.dynpack.presentation.filter.TrackProperties;
import io.dynpack.presentation.filter.TrackPropertyCondition;
import io.dynpack.presentation.filter.TrackSelection;
import io.dynpack.publishing.Asset;
import io.dynpack.publishing.LocatorKey;
import io.dynpack.publishing.StreamingLocator;
import io.dynpack.publishing.Versioned;
import io.dynpack.storage.StoredObject;
import io.dynpack.url.StreamingUrl;

/** Puts together what {@link Explanation} tells. */
final class Explainer {
    private final String path;
    private final @Nullable StreamingUrl url;
    private final Explanation.Answer answer;

    private Explanation.@Nullable Locator locator;
    private Explanation.@Nullable Asset asset;
    private ActiveFilters filters = ActiveFilters.NONE;
    private @Nullable Presentation presentation;

    /** @param url {@code null} where the path is none */
    Explainer(String path, @Nullable StreamingUrl url, OriginResponse response) {
        this.path = path;
        this.url = url;
        String length = response.headers().get("Content-Length");
        this.answer = new Explanation.Answer(response.status(), response.code(), response.cause(),
                response.headers().get("Content-Type"), response.headers().get("ETag"),
                length == null ? null : Long.valueOf(length), response.cached());
    }

    /** @param missing content key policies that the locator names and that do not exist */
    void locator(Versioned<StreamingLocator> found, Instant now, Set<String> missing) {
        StreamingLocator value = found.value();
        locator = new Explanation.Locator(value.name(), value.streamingLocatorId().toString(), value.startTime(),
                value.endTime(),
                value.isActive(now), value.streamingPolicyName(), value.filters(),
                value.keys().stream().map(key -> key(key, value.defaultContentKeyPolicyName(), missing)).toList(),
                found.version());
    }

    private static Explanation.Key key(LocatorKey key, @Nullable String otherwise, Set<String> missing) {
        String policy = key.policy() == null ? otherwise : key.policy();
        return new Explanation.Key(key.id().toString(), key.type(), key.label(), policy,
                policy != null && missing.contains(policy));
    }

    void asset(Asset found) {
        asset = new Explanation.Asset(found.name(), found.folder(), null, null, List.of(), List.of(), List.of(), List.of());
    }

    void loaded(Asset asked, LoadedAsset found, TrackAdditions added) {
        Presentation presentation = found.presentation();
        this.presentation = presentation;
        List<StoredObject> files = new ArrayList<>(found.media());
        if (found.clientManifest() != null) {
            files.add(found.clientManifest());
        }
        asset = new Explanation.Asset(asked.name(), asked.folder(), found.ism().name(), found.ism().version(),
                files.stream().map(file -> new Explanation.File(file.name(), file.version(), file.length())).toList(),
                found.absent(), added.additions().stream().map(TrackAdditions.Addition::name).toList(),
                presentation.findings().stream().map(each -> each.file() + ": " + each.message()).toList());
    }

    void filters(ActiveFilters found) {
        filters = found;
    }

    Explanation explanation(@Nullable Packaging packaging) {
        String format = url instanceof StreamingUrl.OfPresentation of ? of.parameters().format().word() : null;
        return new Explanation(path, url == null ? null : url.getClass().getSimpleName(), format, answer, locator, asset,
                filters.all().stream()
                        .map(filter -> new Explanation.Filter(filter.name(), filter.scope().name(),
                                filters.ofLocator().contains(filter)))
                        .toList(),
                views().map(this::time).orElse(null),
                packaging == null ? List.of() : views().map(found -> tracks(packaging, found)).orElse(List.of()));
    }

    /** Empty where there is no presentation, or the filters do not go together. */
    private Optional<Views> views() {
        try {
            return presentation == null ? Optional.empty() : Optional.of(Views.of(filters, presentation));
        } catch (OriginException e) {
            return Optional.empty();
        }
    }

    private Explanation.Time time(Views views) {
        TimeWindow window = views.shown().time();
        return new Explanation.Time(views.shown().whole().reference().name(), window.start(),
                window.end() == TimeWindow.UNCUT ? null : window.end(),
                window.exactStart() > window.start() ? window.exactStart() : null, names(views.all().start()),
                names(views.all().end()));
    }

    private static List<String> names(FilterComposition.Bound bound) {
        return bound.filters().stream().map(Filter::name).toList();
    }

    private List<Explanation.Track> tracks(Packaging packaging, Views views) {
        List<Explanation.Track> tracks = new ArrayList<>();
        Presentation whole = views.shown().whole();
        String refusal = refusal(packaging, views.shown());
        for (Stream stream : whole.streams()) {
            for (Level level : stream.levels()) {
                List<String> reasons = new ArrayList<>();
                views.all().decisions(stream, level).forEach(decision -> reasons.add(reason(decision)));
                boolean carried = isCarried(packaging, whole, level, reasons);
                SelectedStream selected = views.shown().stream(stream.name());
                if (carried && refusal != null) {
                    reasons.add(refusal);
                }
                SelectedStream listed = carried && refusal == null && selected != null
                        && selected.level(level.bitrate()) != null
                                ? selected
                                : null;
                SelectedStream there = views.reachable().stream(stream.name());
                tracks.add(new Explanation.Track(stream.kind().name(), stream.name(), stream.language(), level.bitrate(),
                        level.codec().rfc6381(false), level.file().name(), listed != null,
                        carried && there != null && there.level(level.bitrate()) != null, listed == null ? 0 : listed.count(),
                        listed == null ? null : stream.timeline().start(listed.first()),
                        listed == null ? null : stream.timeline().start(listed.end() - 1), reasons));
            }
        }
        for (TextStream text : whole.texts()) {
            List<String> reasons = new ArrayList<>();
            views.all().decisions(TrackProperties.of(text)).forEach(decision -> reasons.add(reason(decision)));
            boolean carried = isCarried(packaging, whole, text, reasons);
            SelectedText listed = carried ? views.shown().text(text.name()) : null;
            tracks.add(new Explanation.Track(TrackKind.TEXT.name(), text.name(), text.language(), text.bitrate(),
                    TextStream.FOURCC,
                    text.source().file().name(), listed != null, carried && views.reachable().text(text.name()) != null,
                    listed == null ? 0 : listed.count(), listed == null ? null : text.timeline().start(listed.first()),
                    listed == null ? null : text.timeline().start(listed.end() - 1), reasons));
        }
        return tracks;
    }

    private static boolean isCarried(Packaging packaging, Presentation whole, TextStream text, List<String> reasons) {
        try {
            packaging.text(whole, text);
            return true;
        } catch (NotCarriedException e) {
            reasons.add(e.getMessage());
            return false;
        }
    }

    /** Why there is no manifest, though some levels are carried; {@code null} where there is one. */
    private static @Nullable String refusal(Packaging packaging, Selection shown) {
        try {
            packaging.carried(shown);
            return null;
        } catch (NotCarriedException e) {
            return e.getMessage();
        }
    }

    private boolean isCarried(Packaging packaging, Presentation whole, Level level, List<String> reasons) {
        try {
            packaging.require(whole, level);
            return true;
        } catch (NotCarriedException e) {
            reasons.add(e.getMessage());
            return false;
        }
    }

    private static String reason(LevelDecision decision) {
        Filter filter = decision.filter();
        if (decision instanceof LevelDecision.Kept kept) {
            return filter.name() + (kept.selection() == LevelDecision.NO_RULE
                    ? " says nothing of tracks"
                    : " keeps it by tracks[" + kept.selection() + "]: " + text(filter.tracks().get(kept.selection())));
        }
        List<Integer> failures = ((LevelDecision.Hidden) decision).failures();
        StringBuilder text = new StringBuilder(filter.name()).append(" hides it:");
        for (int i = 0; i < failures.size(); i++) {
            TrackPropertyCondition condition = filter.tracks().get(i).conditions().get(failures.get(i));
            text.append(i == 0 ? " " : "; ").append("tracks[").append(i).append("] wants ").append(condition);
        }
        return text.toString();
    }

    private static String text(TrackSelection selection) {
        return String.join(" and ", selection.conditions().stream().map(TrackPropertyCondition::toString).toList());
    }

    /** What a presentation's URL asks for, or empty. */
    Optional<StreamingUrl.OfPresentation> ofPresentation() {
        return url instanceof StreamingUrl.OfPresentation of ? Optional.of(of) : Optional.empty();
    }
}
