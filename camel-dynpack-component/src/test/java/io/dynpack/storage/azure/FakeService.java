package io.dynpack.storage.azure;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.storage.blob.BlobServiceClientBuilder;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A blob service that says to every request that there is a blob of three bytes; keeps a note of the requests. */
final class FakeService implements HttpClient {
    static final BlobLayout LAYOUT = new BlobLayout.OneContainer("media", false);
    /** Time enough for everything; waits that nobody notices. */
    static final BlobTimes TIMES = new BlobTimes(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1),
            Duration.ofMinutes(5), Duration.ofNanos(1), Duration.ofNanos(1));

    final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
    /** Completes before an answer does. */
    Mono<?> gate = Mono.just(true);

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
        requests.add(request);
        return gate.thenReturn(answer(request, request.getHttpMethod() == HttpMethod.PUT ? 201 : 200));
    }

    static HttpResponse answer(HttpRequest request, int status) {
        return new Answer(request, status, "abc");
    }

    static HttpResponse answer(HttpRequest request, int status, String body) {
        return new Answer(request, status, body);
    }

    /** How an application makes its client. */
    BlobServiceClientBuilder client() {
        return new BlobServiceClientBuilder().endpoint("https://one.blob.core.windows.net").httpClient(this);
    }

    static BlobStorage storage(Object client) {
        return new BlobStorage(BlobAccount.of(client), LAYOUT, TIMES);
    }

    private static final class Answer extends HttpResponse {
        private final byte[] body;
        private final HttpHeaders headers;
        private final int status;

        Answer(HttpRequest request, int status, String text) {
            super(request);
            this.status = status;
            body = text.getBytes(StandardCharsets.UTF_8);
            headers = new HttpHeaders().set(HttpHeaderName.ETAG, "\"0x1\"")
                    .set(HttpHeaderName.CONTENT_LENGTH, Integer.toString(body.length))
                    .set(HttpHeaderName.LAST_MODIFIED, "Thu, 01 Jan 2026 00:00:00 GMT");
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @Deprecated
        public String getHeaderValue(String name) {
            return headers.getValue(HttpHeaderName.fromString(name));
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
