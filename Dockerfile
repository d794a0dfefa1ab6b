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
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown app:app /data
USER app
ENV ASPNETCORE_URLS=http://0.0.0.0:8080 Storage__Root=/data
VOLUME /data
EXPOSE 8080/tcp 50000/udp
ENTRYPOINT ["./VirtualWindow.Host"]
