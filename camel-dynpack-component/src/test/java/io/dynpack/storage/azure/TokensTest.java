package io.dynpack.storage.azure;

import java.io.File;
import java.net.ConnectException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialUnavailableException;
import com.azure.storage.blob.BlobServiceClient;
import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalServiceException;
import com.microsoft.aad.msal4j.MsalThrottlingException;

import io.dynpack.storage.StorageException;

import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of calls for which there is no token. */
class TokensTest {
    private static final AccessToken TOKEN = new AccessToken("token", OffsetDateTime.MAX);

    private final FakeService service = new FakeService();

    /** Reads a blob for which the first attempts get no token. */
    private Throwable read(int failures, Throwable failure, AtomicInteger asked) {
        return read(request -> asked.incrementAndGet() <= failures ? Mono.error(failure) : Mono.just(TOKEN));
    }

    private Throwable read(TokenCredential credential) {
        BlobServiceClient client = service.client().credential(credential).buildClient();
        try (BlobStorage storage = FakeService.storage(client)) {
            storage.readWhole("a", 10).join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static ClientAuthenticationException because(Throwable cause) {
        return new ClientAuthenticationException("no token", null, cause);
    }

    private static HttpResponse answer(int status) {
        return FakeService.answer(new HttpRequest(HttpMethod.POST, "https://login.microsoftonline.com"), status);
    }

    private static Throwable failure(String kind) {
        return switch (kind) {
            case "unavailable" -> new CredentialUnavailableException("no managed identity answers");
            case "of a chain" -> because(new IllegalStateException(new CredentialUnavailableException("none of them")));
            case "name" -> because(new UnknownHostException("login.microsoftonline.com"));
            case "time" -> because(new TimeoutException("no answer"));
            case "throttled" -> because(new MsalThrottlingException(1000));
            case "answer of 503" -> new ClientAuthenticationException("no token", answer(503));
            case "answer of 410 below" -> because(new HttpResponseException("it is being updated", answer(410)));
            case "answer of 401" -> new ClientAuthenticationException("no token", answer(401));
            case "raw" -> new Answered(503);
            case "raw 401" -> new Answered(401);
            case "client" -> new MsalClientException("the key of the certificate does not fit", "code");
            case "client below" -> new IllegalStateException(new MsalClientException("no account", "code"));
            case "no status" -> new MsalServiceException("a page of a proxy", "unknown");
            default -> because(new Answered(Integer.parseInt(kind)));
        };
    }

    /** As the library makes it of an answer. */
    private static final class Answered extends MsalServiceException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Answered(int status) {
            super("no token", "code");
            this.status = status;
        }

        @Override
        public Integer statusCode() {
            return status;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "of a chain", "name", "time", "throttled", "429", "503", "500", "raw",
            "answer of 503",
            "answer of 410 below"})
    void whoGivesTokensIsAskedAgainAndThenTheStorageIsBusy(String kind) {
        AtomicInteger asked = new AtomicInteger();
        assertThat(read(3, failure(kind), asked)).isNull();
        assertThat(asked).hasValue(4);
        assertThat(read(Integer.MAX_VALUE, failure(kind), asked))
                .isInstanceOfSatisfying(StorageException.Busy.class,
                        busy -> assertThat(busy.retryAfterSeconds()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "401", "answer of 401", "raw 401", "client", "client below"})
    void anApplicationThatIsRefusedIsNotTriedAgain(String kind) {
        AtomicInteger asked = new AtomicInteger();
        assertThat(read(Integer.MAX_VALUE, failure(kind), asked)).isInstanceOf(StorageException.Refused.class);
        assertThat(read(Integer.MAX_VALUE, because(null), asked)).isInstanceOf(StorageException.Refused.class);
        assertThat(asked).hasValue(2);
        assertThat(service.requests).isEmpty();
    }

    /** What azure-identity itself makes of a bad day of Entra ID: it hands on what the library below throws. */
    @Test
    void anApplicationIsNotRefusedWhereEntraIsBusyOrAway() {
        assertThat(read(application(request -> Mono.just(FakeService.answer(request, 429)))))
                .isInstanceOf(StorageException.Busy.class);
        assertThat(read(application(request -> Mono.error(new ConnectException("refused")))))
                .isInstanceOf(StorageException.Busy.class);
        assertThat(service.requests).isEmpty();
    }

    /** In the words of Entra ID; azure-identity has no type of its own for it. */
    @ParameterizedTest
    @CsvSource({"401, invalid_client, AADSTS7000215: Invalid client secret provided.",
            "400, unauthorized_client, AADSTS700016: Application was not found in the directory.",
            "400, invalid_grant, AADSTS53003: Access has been blocked by Conditional Access policies."})
    void aWrongSecretIsARefusal(int status, String code, String description) {
        String body = "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}";
        assertThat(read(application(request -> Mono.just(FakeService.answer(request, status, body)))))
                .isInstanceOf(StorageException.Refused.class);
        assertThat(service.requests).isEmpty();
    }

    private static TokenCredential application(HttpClient entra) {
        return new ClientSecretCredentialBuilder().tenantId("tenant").clientId("application").clientSecret("secret")
                .disableInstanceDiscovery().retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
                .httpClient(entra).build();
    }

    /** What runs where azure-identity is not on the class path. */
    public static final class KeyOnly implements Supplier<Throwable> {
        @Override
        public Throwable get() {
            var client = new FakeService().client().credential(request -> Mono.error(new ClientAuthenticationException(
                    "no token", null, new IllegalStateException("refused")))).buildClient();
            try (BlobStorage storage = FakeService.storage(client)) {
                return storage.stat("a").handle((found, failure) -> failure).join();
            }
        }
    }

    @Test
    void failuresAreToldApartWithoutAzureIdentity() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String file = Path.of(entry).getFileName().toString();
            if (!file.startsWith("azure-identity") && !file.startsWith("msal4j")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader without = new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> without.loadClass(CredentialUnavailableException.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);
            @SuppressWarnings("unchecked") // it is the class above, loaded once more
            Supplier<Throwable> run = (Supplier<Throwable>) without.loadClass(KeyOnly.class.getName()).getConstructor()
                    .newInstance();
            assertThat(run.get().getClass().getName()).isEqualTo(StorageException.Refused.class.getName());
        }
    }
}
