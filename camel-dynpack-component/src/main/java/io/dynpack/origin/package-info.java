/**
 * Request to response: locator gate, active filters, the rules of HTTP, {@code MPE_*} errors, caches, and the explanation of an
 * answer for an administrator. An {@link io.dynpack.origin.Origin} knows
 * neither Camel nor a server: it takes an {@link io.dynpack.origin.OriginRequest} and answers with an
 * {@link io.dynpack.origin.OriginResponse} whose status, headers and length are complete before any media is read.
 */
@NullMarked
package io.dynpack.origin;

import org.jspecify.annotations.NullMarked;
