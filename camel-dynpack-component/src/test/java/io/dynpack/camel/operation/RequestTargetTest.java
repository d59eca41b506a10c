package io.dynpack.camel.operation;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A query that is lost costs a token, and the key of whoever asks for one. */
class RequestTargetTest {
    private final Message message = new DefaultMessage(new DefaultCamelContext());

    @Test
    void ofVertxHasItsQueryInIt() {
        message.setHeader(Exchange.HTTP_URI, "/a/b.ism/manifest?token=x%26y");
        message.setHeader(Exchange.HTTP_QUERY, "token=x&y");
        assertThat(RequestTarget.of(message)).isEqualTo(new RequestTarget("/a/b.ism/manifest", "token=x%26y"));
    }

    @Test
    void ofServletsHasItBeside() {
        message.setHeader(Exchange.HTTP_URI, "/");
        message.setHeader(Exchange.HTTP_QUERY, "kid=1");
        assertThat(RequestTarget.of(message)).isEqualTo(new RequestTarget("/", "kid=1"));
        message.setHeader(Exchange.HTTP_RAW_QUERY, "kid=%31");
        assertThat(RequestTarget.of(message).query()).as("as it was sent").isEqualTo("kid=%31");
    }

    @Test
    void mayNameItsHost() {
        message.setHeader(Exchange.HTTP_URI, "http://a:80/b.ism/manifest?x=http://c/");
        assertThat(RequestTarget.of(message)).isEqualTo(new RequestTarget("/b.ism/manifest", "x=http://c/"));
    }

    @Test
    void ofARouteMayBeAPathAlone() {
        message.setHeader(Exchange.HTTP_PATH, "/a");
        assertThat(RequestTarget.of(message)).isEqualTo(new RequestTarget("/a", ""));
    }
}
