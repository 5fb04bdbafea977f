// The link: one socket to the server for all tabs of a browser. Runs as a SharedWorker, or in the page where there is none.
"use strict";
(() => {
  const FIRST = 500, LAST = 5000, SILENT = 12000, SLOW = 10000, KEPT = 200, ABSENT = 180000;

  // Keeps a socket open for ever, goes on from the last place, and tells `say` what happens.
  class Link {
    constructor(say) {
      this.say = say; this.socket = null; this.seq = null; this.log = []; this.floor = null;
      this.heard = null; this.server = null; this.up = true; this.wait = FIRST; this.denied = 0; this.due = 0; this.page = "";
      setInterval(() => this.look(), 1000);
      self.addEventListener("online", () => { this.wait = FIRST; this.due = 0; this.look(); });
    }

    look() {
      const now = performance.now();
      if (this.socket) {
        if (now - (this.talked ?? now) > (this.opened ? SILENT : SLOW)) this.drop();   // a dead line never says that it is dead
      } else if (now >= this.due) this.open();
    }

    open() {
      if (this.socket) return;
      const socket = this.socket = new WebSocket(`${self.location.protocol === "https:" ? "wss" : "ws"}://${self.location.host}/live/ws`);
      this.opened = false; this.talked = performance.now();
      socket.onopen = () => { this.opened = true; socket.send(JSON.stringify({ hello: { since: this.seq, page: this.page } })); };
      socket.onmessage = (event) => { if (socket === this.socket) this.take(JSON.parse(event.data)); };
      socket.onclose = (event) => { if (socket === this.socket) this.drop(event.code); };
    }

    drop(code) {
      const socket = this.socket;
      this.socket = null; this.opened = false;
      if (socket) { socket.onopen = socket.onmessage = socket.onclose = null; try { socket.close(); } catch { /* already gone */ } }
      this.denied = code === 4401 ? this.denied + 1 : 0;
      // The first refusal may be the end of a former session: the browser's present one is asked before anybody is told.
      if (this.denied >= 2) this.say({ kind: "denied" });
      this.due = performance.now() + (this.denied === 1 ? 0 : this.wait * (0.5 + Math.random() / 2));
      this.wait = Math.min(this.wait * 2, LAST);
      setTimeout(() => this.look(), Math.max(0, this.due - performance.now()) + 5);
    }

    take(message) {
      this.talked = this.heard = performance.now();
      this.server = Date.parse(message.now); this.up = message.up !== false;
      if (message.kind === "hello") {
        this.wait = FIRST; this.denied = 0;
        if (this.seq === null) this.floor = this.seq = message.seq;
      } else if (message.kind === "resync") {
        this.seq = this.floor = message.seq; this.log = [];
      } else if (message.kind === "changed") {
        this.seq = message.seq;
        this.log.push(message);
        if (this.log.length > KEPT) this.floor = this.log.shift().seq;
      }
      this.say({ ...message, ago: 0 });
    }

    // What a page that joins later has to be told, given the place at which it was made.
    greet(since, tell) {
      if (this.heard === null) return;
      const ago = performance.now() - this.heard;
      tell({ kind: "tick", now: new Date(this.server).toISOString(), seq: this.seq, up: this.up, ago });
      if (!since || this.seq === null) return;
      if (order(since, this.floor) < 0 || order(since, this.seq) > 0) tell({ kind: "resync", seq: this.seq, ago });
      else for (const message of this.log) if (order(message.seq, since) > 0) tell({ ...message, ago });
    }
  }

  // Places are "milliseconds-number".
  function order(a, b) {
    const [am, an] = a.split("-").map(Number), [bm, bn] = b.split("-").map(Number);
    return am - bm || an - bn;
  }

  // In a SharedWorker: every tab is a port. A tab that says nothing for three minutes is forgotten until it speaks again.
  function share() {
    const ports = new Map();
    const link = new Link((message) => { for (const port of ports.keys()) port.postMessage(message); });
    self.onconnect = (event) => {
      const port = event.ports[0];
      port.onmessage = ({ data }) => {
        if (data.kind === "bye") { ports.delete(port); return; }
        ports.set(port, performance.now());
        if (data.kind !== "hello") return;
        link.page = data.page;
        if (link.seq === null) link.seq = link.floor = data.since;
        link.greet(data.since, (message) => port.postMessage(message));
        if (!link.socket) { link.due = 0; link.wait = FIRST; link.look(); }
      };
    };
    setInterval(() => {
      const now = performance.now();
      for (const [port, seen] of ports) if (now - seen > ABSENT) ports.delete(port);
    }, 30000);
  }

  if (typeof SharedWorkerGlobalScope !== "undefined") share();
  else self.YipingLink = Link;
})();
