/**
 * What Camel's Vert.x HTTP engine needs to serve media: responses written straight to the server, a consumer that holds no
 * thread while it waits, and a server with bounds and one event loop a core. The only package that sees Vert.x and Netty.
 */
@NullMarked
package io.dynpack.camel.vertx;

import org.jspecify.annotations.NullMarked;
