# syntax=docker/dockerfile:1
# The gateway in a small image: docs/operate.md tells how to run it.

FROM node:24-bookworm-slim AS build
ENV CI=true TURBO_TELEMETRY_DISABLED=1
RUN npm install --global pnpm@12.21.0
WORKDIR /source
# What is downloaded depends on these alone, and is kept as long as they stay.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch
COPY . .
RUN pnpm install --frozen-lockfile --offline
RUN pnpm run build:gateway
# The versions of the lockfile, without anything that only building needs.
RUN pnpm --config.inject-workspace-packages=true --filter=@plenticore/gateway deploy --prod /gateway

FROM node:24-bookworm-slim
# Nothing here installs anything any more.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn-*
COPY --from=build /gateway /gateway
COPY packaging/docker/healthcheck.mjs /gateway/healthcheck.mjs
ENV NODE_ENV=production \
    PLENTICORE_CONFIG=/etc/plenticore/gateway.yaml \
    PLENTICORE_HEALTH_URL=http://127.0.0.1:4000/healthz
USER 1000:1000
EXPOSE 4000
# Needs no writable file but /tmp, where an inverter's log waits while it is read: --read-only --tmpfs /tmp
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "/gateway/healthcheck.mjs"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/gateway/bin/plenticore-gateway.js"]
CMD ["serve", "--host", "0.0.0.0", "--port", "4000"]
