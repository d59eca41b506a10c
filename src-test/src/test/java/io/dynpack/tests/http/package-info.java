/** HTTP/1.1 as bytes on a socket: what client libraries would repair or refuse to send. */
package io.dynpack.tests.http;
