/** The YAML routes that users start from, against Camel's real HTTP server. */
package io.dynpack.tests.routes;
