package io.dynpack.camel;

import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import io.dynpack.origin.OriginRequest;

/**
 * Who asks an origin, and what that player says of itself (CTA-5004). Read when the request arrives, since its headers make
 * room for those of the answer.
 *
 * @param client address, or {@code null} where the server does not tell
 * @param query  value of the parameter, not decoded; empty for none
 * @param cmcd   headers, joined by commas; empty for none
 */
public record Player(@Nullable String client, String query, String cmcd) {
    /** CTA-5004, 2.1. */
    private static final String[] HEADERS = {"CMCD-Request", "CMCD-Object", "CMCD-Status", "CMCD-Session"};
    private static final String PARAMETER = "CMCD=";
    private static final int MAX_TEXT = 2048;
    private static final int MAX_PARAMETERS = 64;

    static Player of(OriginRequest request, @Nullable InetAddress client) {
        StringBuilder cmcd = new StringBuilder();
        for (String name : HEADERS) {
            String value = request.headers().apply(name);
            if (value != null && cmcd.length() + value.length() < MAX_TEXT) {
                cmcd.append(cmcd.isEmpty() ? "" : ",").append(value);
            }
        }
        return new Player(client == null ? null : client.getHostAddress(), parameter(request.query()), cmcd.toString());
    }

    /** Of the whole query only this one leaves: another parameter may be a token. */
    private static String parameter(String query) {
        for (String part : query.split("&", MAX_PARAMETERS)) {
            if (part.regionMatches(true, 0, PARAMETER, 0, PARAMETER.length()) && part.length() < MAX_TEXT) {
                return part.substring(PARAMETER.length());
            }
        }
        return "";
    }
}
