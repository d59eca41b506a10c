/** A Spring Boot application that streams. */
package io.dynpack.examples.springboot;
