// The session of an agent: passes its messages both ways, starts the app where one waits, and comes back after the app
// has ended. It knows which requests are open, and keeps the handshake for the app that comes next.
#include "scan.h"
#include "system.h"
#include <stdlib.h>
#include <string.h>

enum { TRIES = 3 }; // how often an `initialize` is sent to an app that ends
// Codes of JSON-RPC errors, outside of what JSON-RPC reserves: the request may have been carried out, or was not.
enum { ERROR_LOST = -31001, ERROR_NOT_SENT = -31002 };

struct open_id { struct open_id *next; char kind; size_t n; char text[]; };
static struct scan client, app;
static struct buffer from_client, to_client, before, line; // `before` is sent before `from_client`
static struct buffer initialize, initialized;              // as the client wrote them
static struct value initialize_id;
static struct open_id *open_ids;
static size_t whole; // what lies before it in `to_client` is whole messages
static bool is_up, is_started, is_ready, is_replaying, is_skipping, is_initialize_open, is_deaf, input_ended, is_half_closed,
  is_busy;
static char reason[2 * FIELD]; // why messages are refused
static enum words reported;
static int skip_code, connections, tries, between = FIRST_PAUSE;
static long long connected_at, retry_at, hold_until, refuse_until, answer_by, start_after;

static void report(enum words w) { // once, until it is mended
  if (w != reported) complain(w);
  reported = w;
}
static void answer_error(const struct value *id, int code, const char *text) {
  char middle[64];
  add_text(&to_client, "{\"jsonrpc\":\"2.0\",\"id\":");
  add(&to_client, id->text, id->n);
  snprintf(middle, sizeof middle, ",\"error\":{\"code\":%d,\"message\":", code);
  add_text(&to_client, middle);
  add_quoted(&to_client, text);
  add_text(&to_client, "}}\n");
  whole = to_client.end;
}
static struct value id_of(const struct open_id *opened) {
  struct value v;
  v.kind = opened->kind;
  v.n = opened->n;
  memcpy(v.text, opened->text, v.n);
  return v;
}
static void close_id(struct open_id **at) {
  struct open_id *closed = *at;
  *at = closed->next;
  free(closed);
}
// An `initialize` can be made again, so it waits for the next app: many agents give up a server that refuses it.
static void answer_open_ids(int code, const char *text, bool with_initialize) {
  for (struct open_id **at = &open_ids; *at;) {
    struct value id = id_of(*at);
    if (!with_initialize && is_initialize_open && is_same(&id, &initialize_id)) { at = &(*at)->next; continue; }
    answer_error(&id, code, text);
    close_id(at);
  }
  if (with_initialize && is_initialize_open) is_initialize_open = false, initialize.end = 0;
}
static void keep(struct buffer *b) {
  b->end = 0;
  add(b, line.data, line.end);
  add_text(b, "\n");
}
static void client_message(bool is_sent) {
  const struct value *id = &client.fields[ID], *method = &client.fields[METHOD];
  bool is_request = is_id(id) && method->kind == '"', can_keep = client.base == 1 && line.end < CHUNK;
  if (can_keep && initialize.end > 0 && !is_id(id) && is_text(method, "notifications/initialized")) keep(&initialized);
  if (!is_request) return;
  if (!is_sent) { answer_error(id, skip_code, skip_code == ERROR_LOST ? words[LOST] : reason); return; }
  struct open_id *opened = malloc(sizeof *opened + id->n);
  if (!opened) complain(MEMORY), exit(EXIT_TRY_LATER);
  *opened = (struct open_id){ open_ids, id->kind, id->n };
  memcpy(opened->text, id->text, id->n);
  open_ids = opened;
  if (!can_keep || !is_text(method, "initialize")) return;
  keep(&initialize);
  initialized.end = 0;
  initialize_id = *id;
  is_initialize_open = true;
  tries = 0;
}
// Takes note of what was sent, or answers what will not be. Stops after a line that was not sent.
static size_t read_client(const char *p, size_t n, bool is_sent) {
  size_t done = 0;
  for (enum event event = NOTHING; done < n && (is_sent || event != LINE);) {
    size_t used = scan(&client, p + done, n - done, &event);
    if (line.end + used <= CHUNK) add(&line, p + done, used);
    else line.end = CHUNK;
    done += used;
    if (event == MESSAGE) client_message(is_sent);
    if (event == LINE) line.end = 0;
  }
  return done;
}

static void lose(int code, const char *text) {
  hang_up();
  is_up = is_ready = is_replaying = is_half_closed = is_deaf = false;
  to_client.end = whole;
  before.start = before.end = 0;
  if (client.is_mid_line && !is_skipping) is_skipping = true, skip_code = code;
  retry_at = now() + between;
  answer_open_ids(code, text, false);
}
static void fail(enum words w) {
  report(w);
  say(reason, sizeof reason, w);
  stop_starting();
  is_started = false;
  hold_until = 0;
  refuse_until = now() + REFUSE;
  answer_open_ids(ERROR_NOT_SENT, reason, true);
}
static void app_ended(void) {
  start_after = now() + COMING_BACK;
  if (now() - connected_at >= COMING_BACK) between = FIRST_PAUSE;
  else if (between < WANTED_PAUSE) between *= 2;
  if (is_ready) report(LOST);
  lose(ERROR_LOST, words[LOST]);
  if (is_initialize_open && ++tries >= TRIES) answer_open_ids(ERROR_LOST, words[LOST], true);
}
// The app is there, and it or what it says is not to be used.
static void refuse(enum words w) {
  say(reason, sizeof reason, w);
  lose(is_ready || w == NO_ANSWER ? ERROR_LOST : ERROR_NOT_SENT, reason);
  fail(w);
  retry_at = now() + 5 * REFUSE;
}
static void greeted(void) {
  is_ready = true;
  reported = FINE;
  hold_until = refuse_until = 0;
  stop_starting();
  is_started = false;
}
// Whether the client gets this line of the app.
static bool app_line(const char *p, size_t n) {
  bool is_for_client = true;
  memset(&app, 0, sizeof app);
  for (size_t done = 0; done < n;) {
    enum event event;
    done += scan(&app, p + done, n - done, &event);
    const struct value *id = &app.fields[ID];
    if (event != MESSAGE || !is_id(id) || app.fields[METHOD].kind) continue;
    if ((is_replaying || is_initialize_open) && is_same(id, &initialize_id)) {
      is_for_client = is_initialize_open; // the client has its answer already, where it was made again
      if (is_replaying) add(&before, initialized.data, initialized.end);
      if (is_initialize_open && app.fields[ERROR_MEMBER].kind) initialize.end = 0;
      is_replaying = is_initialize_open = false;
    }
    if (!is_for_client) continue;
    for (struct open_id **at = &open_ids; *at; at = &(*at)->next) {
      struct value opened = id_of(*at);
      if (is_same(&opened, id)) { close_id(at); break; }
    }
  }
  return is_for_client;
}
static void read_app(size_t n) {
  size_t at = to_client.end;
  to_client.end += n;
  for (char *found; (found = memchr(to_client.data + at, '\n', to_client.end - at)); at = whole) {
    size_t next = (size_t)(found - to_client.data) + 1;
    if (is_ready && app_line(to_client.data + whole, next - whole)) { whole = next; continue; }
    if (!is_ready) {
      enum words w = greeting(to_client.data + whole, next - whole);
      if (w) { refuse(w); return; }
      greeted();
    }
    memmove(to_client.data + whole, to_client.data + next, to_client.end - next);
    to_client.end -= next - whole;
  }
  if (to_client.end - whole <= (is_ready ? LONGEST : HELLO)) return;
  name_socket();
  refuse(STRANGE);
}
static void attempt(bool is_wanted, int argc, char **argv) {
  enum words w = read_key();
  if (!w) w = dial();
  if (w == ABSENT && is_wanted && !is_fixed_socket && !*key && now() >= start_after && now() < hold_until - patience / 2) {
    is_started = true;
    if (may_start()) { // the app may have come up before the lock was free
      w = dial();
      if (w == ABSENT) w = start_app();
      if (w == FINE && !is_connected()) w = ABSENT;
    }
  }
  if (w == FINE) {
    is_up = true;
    connected_at = now();
    answer_by = now() + (patience > 0 ? patience : PATIENCE);
    connections++;
    hello(&before, connections, argc, argv);
    is_replaying = initialize.end > 0;
    if (is_replaying) add(&before, initialize.data, initialize.end);
    return;
  }
  is_busy = w == BUSY;
  int longest = is_wanted ? WANTED_PAUSE : IDLE_PAUSE;
  between = between * 2 > longest ? longest : between * 2;
  retry_at = now() + between;
  if (is_wanted && w != ABSENT && w != BUSY) fail(w);
}

int run_session(int argc, char **argv) {
  bool was_ready = false;
  for (;;) {
    if (is_up && (!is_ready || is_replaying) && now() >= answer_by) refuse(NO_ANSWER);
    if (!is_up) {
      bool is_wanted = (held(&from_client) > 0 && !is_skipping) || is_initialize_open;
      if (is_wanted && !hold_until && now() >= refuse_until)
        hold_until = now() + patience, retry_at = now(), between = FIRST_PAUSE;
      if (now() >= retry_at) attempt(hold_until > 0, argc, argv);
      enum words w = is_up || !hold_until ? FINE : start_failed();
      if (!is_up && hold_until && !w && now() >= hold_until) w = is_busy ? NO_ANSWER : is_started ? NOT_UP : ABSENT;
      if (w) fail(w);
    }
    was_ready |= is_ready;
    if (held(&from_client) > 0 && (is_skipping || (!is_up && now() < refuse_until)) && held(&to_client) < CHUNK) {
      if (!is_skipping) skip_code = ERROR_NOT_SENT;
      from_client.start += read_client(from_client.data + from_client.start, held(&from_client), false);
      is_skipping = client.is_mid_line;
      continue;
    }
    bool is_idle = input_ended && !held(&from_client) && !held(&before) && !is_replaying && is_ready == is_up;
    if (is_idle && !open_ids && to_client.start == whole) return was_ready ? 0 : EXIT_NOT_RUNNING;
    if (is_up && is_idle && !is_half_closed) half_close(), is_half_closed = true;

    int want[ENDS] = { 0 }, got[ENDS] = { 0 };
    bool can_send = held(&before) > 0 || (held(&from_client) > 0 && !is_replaying && !is_skipping);
    long long until = now() + 3600000;
    if (!input_ended && !held(&from_client)) want[IN] = READ;
    want[OUT] = to_client.start < whole ? WRITE | GONE : GONE;
    if (is_up) want[APP] = (can_send && !is_deaf ? WRITE : 0) | (to_client.start == whole ? READ : 0);
    if (is_up && (!is_ready || is_replaying)) until = answer_by;
    if (!is_up) until = hold_until && hold_until < retry_at ? hold_until : retry_at;
    if (!is_up && refuse_until > now() && refuse_until < until) until = refuse_until;
    wait_for(want, got, until);

    if (got[OUT] & GONE) return 0;
    if (got[OUT] & WRITE) {
      long n = put(OUT, to_client.data + to_client.start, whole - to_client.start);
      if (n == BROKEN) return 0;
      if (n > 0) to_client.start += (size_t)n;
    }
    if (got[APP] & WRITE) {
      struct buffer *b = held(&before) > 0 ? &before : &from_client;
      long n = put(APP, b->data + b->start, held(b));
      if (n == BROKEN) is_deaf = true; // what it has said before is still to be read
      if (n > 0 && b == &from_client) read_client(b->data + b->start, (size_t)n, true);
      if (n > 0) b->start += (size_t)n;
    }
    if (got[APP] & READ) {
      whole -= to_client.start;
      long n = get(APP, reserve(&to_client, CHUNK), CHUNK);
      if (n > 0) read_app((size_t)n);
      if (n == 0) app_ended();
    }
    if (got[IN] & READ) {
      long n = get(IN, reserve(&from_client, CHUNK), CHUNK);
      if (n == 0) input_ended = true;
      if (n > 0) from_client.end += (size_t)n;
    }
  }
}
