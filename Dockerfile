# syntax=docker/dockerfile:1

# A static binary and nothing else: no shell, no libc, no files but /parlel-ec2.
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /build
COPY . .
# The caches keep the registry and compiled dependencies between builds, so that a change of
# src/ compiles src/ alone. What a cache mount holds is not in the image: copy the binary out.
# The id keeps the platforms of a multi-platform build apart.
ARG TARGETPLATFORM
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target,id=parlel-ec2-target-$TARGETPLATFORM \
    cargo build --release --locked && cp target/release/parlel-ec2 /parlel-ec2

FROM scratch
COPY --from=build /parlel-ec2 /parlel-ec2
# No user database in here: a number, and not root's.
USER 65532:65532
# The default listens for this machine only, which in a container is nobody.
ENV PARLEL_HOST=0.0.0.0
EXPOSE 4700
HEALTHCHECK --interval=10s --timeout=5s --start-period=2s CMD ["/parlel-ec2", "health"]
ENTRYPOINT ["/parlel-ec2"]
