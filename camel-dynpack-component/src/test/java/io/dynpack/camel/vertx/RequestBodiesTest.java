package io.dynpack.camel.vertx;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.dynpack.origin.MpeError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

import static org.assertj.core.api.Assertions.assertThat;

/** With room for one body of ten bytes, and none whose length nobody knows. */
class RequestBodiesTest {
    private final RequestBodies bodies = new RequestBodies(10, 10);
    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = vertx.createHttpServer().requestHandler(request -> {
            MpeError refusal = bodies.take(request);
            if (refusal == null) {
                request.body().onSuccess(body -> request.response().setStatusCode(200).end());
            } else {
                request.response().setStatusCode(refusal.status()).end();
            }
        }).listen(0, "localhost").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.actualPort() + "/"));
    }

    private static CompletableFuture<Integer> send(HttpClient client, HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
    }

    /** In HTTP/2 a request is there before it is known to have no body. */
    @ParameterizedTest
    @EnumSource
    void whatHasNoBodyTakesNoRoom(HttpClient.Version version) {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        assertThat(send(client, request().build()).join()).isEqualTo(200);
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(send(client, request().build()));
        }
        assertThat(all).extracting(CompletableFuture::join).containsOnly(200);
    }

    @ParameterizedTest
    @EnumSource
    void roomIsGivenBack(HttpClient.Version version) {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        assertThat(send(client, request().build()).join()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            assertThat(send(client, request().POST(HttpRequest.BodyPublishers.ofString("0123456789")).build()).join())
                    .isEqualTo(200);
        }
        assertThat(send(client, request().POST(HttpRequest.BodyPublishers.ofString("0123456789a")).build()).join())
                .isEqualTo(413);
    }

    @Test
    void oneThatDoesNotSayItsLengthIsAsLongAsItMayBe() {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest chunked = request().POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(new byte[1]))).build();
        assertThat(send(client, chunked).join()).isEqualTo(503);
    }
}
