# One image for every role: docker build -t virtualwindow .   (see docker-compose.yml)
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The pages are built with Node 20 inside MSBuild (src/VirtualWindow.Host/WebClient).
COPY --from=node:20-bookworm-slim /usr/local/bin/node /usr/local/bin/node
COPY --from=node:20-bookworm-slim /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
RUN dotnet publish src/VirtualWindow.Host -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# Rarer hanzi of names; without the font, a notice with one of them is not made.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-lxgw-wenkai && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown app:app /data
USER app
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 Storage__Root=/data
VOLUME /data
EXPOSE 8080/tcp 50000/udp 50000/tcp
# Alive, not ready: a database that is away for a while is no reason to end the calls. The image has neither curl nor wget.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz/live HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.. 200' <&3"]
ENTRYPOINT ["./VirtualWindow.Host"]
