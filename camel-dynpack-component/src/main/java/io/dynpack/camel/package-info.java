/**
 * The Camel face: component, endpoint, producer, body types and their converters, and how a response leaves; what is done over
 * and over (the watch of folders, the warm-up); and what an operator sees (health, meters, access log, JMX, console, spans). Knows
 * Camel and the core; no HTTP server (that is {@code io.dynpack.camel.vertx}, found by name where it can be used).
 */
@NullMarked
package io.dynpack.camel;

import org.jspecify.annotations.NullMarked;
