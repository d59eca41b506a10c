package io.dynpack.origin;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.dynpack.segment.Piece;
import io.dynpack.segment.SegmentBody;

/**
 * The rules of HTTP (RFC 9110, RFC 9111) and of cross-origin access, applied to {@link Content} and to errors. All header names
 * that the origin ever sends are here.
 */
final class Responses {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
            .ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String EXPOSED = "Content-Length, Content-Range, Date, ETag, CDN-Origin-Assist-Prefetch-Path";
    private static final String ACCEPTED = "Range, If-Range, If-Match, If-None-Match, Authorization, Content-Type, CMCD-Object, "
            + "CMCD-Request, CMCD-Session, CMCD-Status, CDN-Origin-Assist-Prefetch-Enabled";
    private static final Duration NOT_FOUND_MAX_AGE = Duration.ofSeconds(10);

    private final Clock clock;
    private final String corsAllowedOrigins;

    Responses(Clock clock, String corsAllowedOrigins) {
        this.clock = clock;
        this.corsAllowedOrigins = corsAllowedOrigins;
    }

    /** @param end of the locator: nothing is kept by caches beyond it */
    OriginResponse of(OriginRequest request, Content content, Instant end) {
        boolean head = "HEAD".equals(request.method());
        SegmentBody zipped = content.gzip() != null && acceptsGzip(request.header("Accept-Encoding")) ? content.gzip() : null;
        boolean gzip = zipped != null;
        SegmentBody body = zipped != null ? zipped : content.body();
        String tag = gzip ? EntityTag.gzip(content.tag()) : content.tag();
        // in front of all other conditions (RFC 9110, 13.2.2)
        if (request.header("If-Match") != null && !EntityTag.anyEquals(request.header("If-Match"), tag)) {
            return error(new Refusal.WrongVersion(tag), request, UUID.randomUUID());
        }
        Map<String, String> headers = dated();
        headers.put("Content-Type", content.type());
        headers.put("ETag", tag);
        if (content.personal()) {
            headers.put("Cache-Control", "private, no-store");
        } else {
            cache(headers, content.maxAge(), end);
        }
        headers.put("Accept-Ranges", "bytes");
        if (content.gzip() != null) {
            headers.put("Vary", "Accept-Encoding");
        }
        cors(headers);
        if (EntityTag.anyMatches(request.header("If-None-Match"), tag)) {
            return new OriginResponse(304, headers, null, content.kind(), content.cached(), null);
        }
        if (gzip) {
            headers.put("Content-Encoding", "gzip");
        }
        if (content.next() != null && "1".equals(request.header("CDN-Origin-Assist-Prefetch-Enabled"))) {
            headers.put("CDN-Origin-Assist-Prefetch-Path", content.next());
        }
        // a range of HEAD has no meaning (RFC 9110, 14.2)
        String ifRange = request.header("If-Range");
        boolean ranged = !head && (ifRange == null || ifRange.strip().equals(tag));
        ByteRange range = ranged ? ByteRange.parse(request.header("Range"), body.length()) : null;
        if (range == ByteRange.UNSATISFIABLE) {
            OriginResponse error = error(new Refusal.NoSuchRange(request.header("Range"), body.length()), request,
                    UUID.randomUUID());
            error.headers().put("Content-Range", "bytes */" + body.length());
            return error;
        }
        int status = 200;
        if (range != null) {
            status = 206;
            headers.put("Content-Range", "bytes " + range.start() + "-" + (range.end() - 1) + "/" + body.length());
            body = body.slice(range.start(), range.end());
        }
        headers.put("Content-Length", Long.toString(body.length()));
        return new OriginResponse(status, headers, head ? null : body, content.kind(), content.cached(),
                head || range != null ? null : content.following());
    }

    OriginResponse error(Refusal refusal, OriginRequest request, UUID activity) {
        MpeError error = refusal.error();
        byte[] body = body(error, activity);
        Map<String, String> headers = dated();
        headers.put("Content-Type", "text/xml");
        switch (error.status()) {
            case 404 -> headers.put("Cache-Control", "max-age=" + NOT_FOUND_MAX_AGE.toSeconds());
            case 405 -> {
                headers.put("Allow", "GET, HEAD, OPTIONS");
                headers.put("Cache-Control", "no-store");
            }
            case 503 -> {
                headers.put("Retry-After", Long.toString(refusal.retryAfter().toSeconds()));
                headers.put("Cache-Control", "no-store");
            }
            default -> headers.put("Cache-Control", "no-store");
        }
        cors(headers);
        headers.put("Content-Length", Integer.toString(body.length));
        SegmentBody content = "HEAD".equals(request.method()) ? null : SegmentBody.of(Piece.Literal.of(body));
        return new OriginResponse(error.status(), headers, content, ResponseKind.ERROR, error.code(), refusal.cause(), false,
                "",
                null);
    }

    private static byte[] body(MpeError error, UUID activity) {
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<serverError>\n<status>" + error.status()
                + "</status>\n<subStatus>0</subStatus>\n<hresult>" + error.code() + "</hresult>\n<activityId>"
                + activity.toString().toUpperCase(Locale.ROOT) + "</activityId>\n<serviceId>"
                + "00000000-0000-0000-0000-000000000000</serviceId>\n<message>" + error.sentence()
                + "</message>\n</serverError>\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    OriginResponse options() {
        Map<String, String> headers = dated();
        headers.put("Allow", "GET, HEAD, OPTIONS");
        cors(headers);
        if (!corsAllowedOrigins.isEmpty()) {
            headers.put("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
            headers.put("Access-Control-Allow-Headers", ACCEPTED);
            headers.put("Access-Control-Max-Age", "86400");
        }
        headers.put("Content-Length", "0");
        return new OriginResponse(200, headers, null, ResponseKind.OPTIONS, false, null);
    }

    /** Every answer says when it was made (RFC 9110, 6.6.1): what {@code Expires} and {@code Age} are counted from. */
    private Map<String, String> dated() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Date", HTTP_DATE.format(clock.instant()));
        return headers;
    }

    private void cors(Map<String, String> headers) {
        if (!corsAllowedOrigins.isEmpty()) {
            headers.put("Access-Control-Allow-Origin", corsAllowedOrigins);
            headers.put("Access-Control-Expose-Headers", EXPOSED);
        }
    }

    private void cache(Map<String, String> headers, Duration maxAge, Instant end) {
        Instant now = clock.instant();
        boolean endsFirst = now.plus(maxAge).isAfter(end);
        long seconds = Math.max(0, endsFirst ? Duration.between(now, end).toSeconds() : maxAge.toSeconds());
        headers.put("Cache-Control", "max-age=" + seconds);
        headers.put("Expires", HTTP_DATE.format(now.plusSeconds(seconds)));
    }

    /** Whether {@code gzip} or {@code *} is listed and not with {@code q=0} (RFC 9110, 12.5.3). */
    private static boolean acceptsGzip(@Nullable String header) {
        if (header == null) {
            return false;
        }
        for (String coding : header.split(",", 32)) {
            String[] parts = coding.strip().toLowerCase(Locale.ROOT).split(";", 2);
            if (parts[0].strip().equals("gzip") || parts[0].strip().equals("*")) {
                String weight = parts.length == 1 ? "" : parts[1].replace(" ", "");
                return !weight.matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}
