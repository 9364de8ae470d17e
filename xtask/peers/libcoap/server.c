/* The resources of the plugtest scenarios, served by libcoap. Run: server PORT */
#include <arpa/inet.h>
#include <coap3/coap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGE = 1500, MOST = 4096, BLOCK = 1024 };

/* What a resource holds; `is_there` is false before it is created and after it was deleted. */
typedef struct {
  uint8_t text[MOST];
  size_t length;
  int is_there;
} state_t;

static coap_context_t *context;
static state_t obs, obs_non, obs_short, obs_large, obs_pumping, validate, create1, update, created;
static int runs;

static void hold(state_t *state, const uint8_t *text, size_t length) {
  state->length = length < MOST ? length : MOST;
  memcpy(state->text, text, state->length);
  state->is_there = 1;
}

static void hold_text(state_t *state, const char *text) {
  hold(state, (const uint8_t *)text, strlen(text));
}

/* An entity-tag: FNV-1a of the bytes, never 0, as libcoap takes 0 for none. */
static uint64_t tag_of(const uint8_t *text, size_t length) {
  uint64_t hash = 0xcbf29ce484222325;
  for (size_t i = 0; i < length; i++)
    hash = (hash ^ text[i]) * 0x100000001b3;
  return hash | 1;
}

static void release(coap_session_t *session, void *memory) {
  (void)session;
  free(memory);
}

/* libcoap keeps the body as long as blocks of it are asked for, so each answer has its own. */
static void answer(coap_resource_t *resource, coap_session_t *session, const coap_pdu_t *request,
                   const coap_string_t *query, coap_pdu_t *response, coap_pdu_code_t code,
                   int format, int max_age, uint64_t tag, const uint8_t *text, size_t length) {
  uint8_t *copy = malloc(length ? length : 1);
  memcpy(copy, text, length);
  coap_pdu_set_code(response, code);
  coap_add_data_large_response(resource, session, request, response, query, (uint16_t)format,
                               max_age, tag, length, copy, release, copy);
}

#define HANDLER(name)                                                                            \
  static void name(coap_resource_t *resource, coap_session_t *session,                           \
                   const coap_pdu_t *request, const coap_string_t *query, coap_pdu_t *response)
#define UNUSED (void)resource, (void)session, (void)request, (void)query
/* Of an entity-tag of 0 libcoap makes one that is another each time, for bodies of several blocks. */
#define SAY(code, format, text, length)                                                          \
  answer(resource, session, request, query, response, code, format, -1,                          \
         (length) > BLOCK ? tag_of((const uint8_t *)(text), length) : 0,                         \
         (const uint8_t *)(text), length)

static void add(coap_pdu_t *response, coap_option_num_t number, const char *text) {
  coap_add_option(response, number, strlen(text), (const uint8_t *)text);
}

/* A number that a request has as an option; -1 without it. */
static int number_of(const coap_pdu_t *request, coap_option_num_t number) {
  coap_opt_iterator_t iterator;
  coap_opt_t *found = coap_check_option(request, number, &iterator);
  return found ? (int)coap_decode_var_bytes(coap_opt_value(found), coap_opt_length(found)) : -1;
}

/* Whether one of the entity-tags of a request is this. */
static int has_tag(const coap_pdu_t *request, coap_option_num_t number, uint64_t tag) {
  coap_opt_filter_t filter;
  coap_opt_iterator_t iterator;
  coap_opt_t *option;
  uint8_t wanted[8];
  unsigned length = coap_encode_var_safe8(wanted, sizeof wanted, tag);
  coap_option_filter_clear(&filter);
  coap_option_filter_set(&filter, number);
  coap_option_iterator_init(request, &iterator, &filter);
  while ((option = coap_option_next(&iterator)))
    if (coap_opt_length(option) == length && !memcmp(coap_opt_value(option), wanted, length))
      return 1;
  return 0;
}

static void add_tag(coap_pdu_t *response, uint64_t tag) {
  uint8_t bytes[8];
  unsigned length = coap_encode_var_safe8(bytes, sizeof bytes, tag);
  coap_add_option(response, COAP_OPTION_ETAG, length, bytes);
}

HANDLER(get_test) { SAY(COAP_RESPONSE_CODE_CONTENT, 0, "hello", 5); }

HANDLER(put_test) {
  UNUSED;
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_CHANGED);
}

HANDLER(post_test) {
  UNUSED;
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_CREATED);
  add(response, COAP_OPTION_LOCATION_PATH, "location1");
  add(response, COAP_OPTION_LOCATION_PATH, "location2");
  add(response, COAP_OPTION_LOCATION_PATH, "location3");
}

HANDLER(delete_test) {
  UNUSED;
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_DELETED);
}

/* The first call registers; libcoap calls again when the time is over. */
HANDLER(get_separate) {
  coap_async_t *waiting = coap_find_async(session, coap_pdu_get_token(request));
  if (!waiting) {
    coap_register_async(session, request, COAP_TICKS_PER_SECOND * 2 / 5);
    return;
  }
  SAY(COAP_RESPONSE_CODE_CONTENT, 0, "separate", 8);
}

HANDLER(post_runs) {
  char text[12];
  int length = snprintf(text, sizeof text, "%d", ++runs);
  SAY(COAP_RESPONSE_CODE_CHANGED, 0, text, (size_t)length);
}

/* The text of a resource is its user data. */
HANDLER(get_text) {
  const char *text = coap_resource_get_userdata(resource);
  SAY(COAP_RESPONSE_CODE_CONTENT, *text == '<' ? 40 : 0, text, strlen(text));
}

HANDLER(get_query) {
  char text[256] = "";
  for (size_t i = 0; query && i < query->length && i + 1 < sizeof text; i++)
    text[i] = query->s[i] == '&' ? ' ' : (char)query->s[i];
  SAY(COAP_RESPONSE_CODE_CONTENT, 0, text, strlen(text));
}

HANDLER(post_location_query) {
  UNUSED;
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_CREATED);
  add(response, COAP_OPTION_LOCATION_QUERY, "first=1");
  add(response, COAP_OPTION_LOCATION_QUERY, "second=2");
}

HANDLER(get_formats) {
  int accept = number_of(request, COAP_OPTION_ACCEPT);
  if (accept == 41)
    SAY(COAP_RESPONSE_CODE_CONTENT, 41, "<hello/>", 8);
  else if (accept == -1 || accept == 0)
    SAY(COAP_RESPONSE_CODE_CONTENT, 0, "hello", 5);
  else
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_NOT_ACCEPTABLE);
}

HANDLER(get_stored) {
  state_t *state = coap_resource_get_userdata(resource);
  uint64_t tag = tag_of(state->text, state->length);
  if (!state->is_there) {
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_NOT_FOUND);
  } else if (has_tag(request, COAP_OPTION_ETAG, tag)) {
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_VALID);
    add_tag(response, tag);
  } else {
    /* libcoap gives an entity-tag to bodies of more than one block only. */
    int is_small = state->length <= BLOCK;
    if (is_small)
      add_tag(response, tag);
    answer(resource, session, request, query, response, COAP_RESPONSE_CODE_CONTENT, 0, -1,
           is_small ? 0 : tag, state->text, state->length);
  }
}

HANDLER(put_stored) {
  state_t *state = coap_resource_get_userdata(resource);
  const uint8_t *text = (const uint8_t *)"";
  size_t length = 0, offset, total;
  coap_opt_iterator_t iterator;
  uint64_t tag = tag_of(state->text, state->length);
  int is_new_only = coap_check_option(request, COAP_OPTION_IF_NONE_MATCH, &iterator) != NULL;
  int has_match = coap_check_option(request, COAP_OPTION_IF_MATCH, &iterator) != NULL;
  (void)session, (void)query;
  if ((is_new_only && state->is_there) ||
      (has_match && !(state->is_there && has_tag(request, COAP_OPTION_IF_MATCH, tag)))) {
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_PRECONDITION_FAILED);
    return;
  }
  coap_pdu_set_code(response,
                    state->is_there ? COAP_RESPONSE_CODE_CHANGED : COAP_RESPONSE_CODE_CREATED);
  coap_get_data_large(request, &length, &text, &offset, &total);
  hold(state, text, length);
}

HANDLER(delete_stored) {
  UNUSED;
  ((state_t *)coap_resource_get_userdata(resource))->is_there = 0;
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_DELETED);
}

HANDLER(post_create) {
  const uint8_t *text = (const uint8_t *)"";
  size_t length = 0, offset, total;
  UNUSED;
  coap_get_data_large(request, &length, &text, &offset, &total);
  hold(&created, text, length);
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_CREATED);
  add(response, COAP_OPTION_LOCATION_PATH, "large-created");
}

static uint8_t *all(uint8_t letter) {
  static uint8_t text[LARGE];
  memset(text, letter, LARGE);
  return text;
}

HANDLER(get_large) { SAY(COAP_RESPONSE_CODE_CONTENT, 0, all('l'), LARGE); }

HANDLER(post_large) { SAY(COAP_RESPONSE_CODE_CHANGED, 0, all('a'), LARGE); }

HANDLER(get_changing) {
  state_t *state = coap_resource_get_userdata(resource);
  uint8_t last = state->length ? state->text[state->length - 1] : 0;
  int is_large = state == &obs_large || (state == &obs_pumping && last % 2 == 1);
  const uint8_t *text = !is_large ? state->text : all(state == &obs_large ? last : 'p');
  size_t length = is_large ? LARGE : state->length;
  answer(resource, session, request, query, response, COAP_RESPONSE_CODE_CONTENT, 0,
         state == &obs_short ? 1 : -1, is_large ? tag_of(text, length) : 0, text, length);
}

HANDLER(put_changing) {
  put_stored(resource, session, request, query, response);
  coap_resource_notify_observers(resource, NULL);
}

/* libcoap tells the observers of a resource that goes. */
HANDLER(delete_changing) {
  UNUSED;
  coap_delete_resource(context, resource);
  coap_pdu_set_code(response, COAP_RESPONSE_CODE_DELETED);
}

typedef struct {
  const char *path;
  void *data;
  coap_method_handler_t get, put, post, delete;
  const char *rt, *interface, *sz, *ct;
  int flags;
} row_t;

#define CHANGING(path, state, flags)                                                             \
  {path, state, get_changing, put_changing, NULL, delete_changing, NULL, NULL, NULL, NULL, flags}
#define STORED(path, state) {path, state, get_stored, put_stored, NULL, delete_stored}
#define TEXT(path, text, ...) {path, text, get_text, NULL, NULL, NULL, __VA_ARGS__}

static const row_t rows[] = {
    {"test", NULL, get_test, put_test, post_test, delete_test},
    {"separate", NULL, get_separate},
    {"runs", NULL, NULL, NULL, post_runs},
    TEXT("seg1/seg2/seg3", "three segments", NULL),
    {"query", NULL, get_query},
    {"location-query", NULL, NULL, NULL, post_location_query},
    {"multi-format", NULL, get_formats},
    STORED("validate", &validate),
    STORED("create1", &create1),
    TEXT("link1", "text", "Type1 Type2", "If1", "5"),
    TEXT("link2", "text", "Type2 Type3", "If2", "6"),
    TEXT("link3", "text", "Type1 Type3", "foo"),
    TEXT("link4", "text", NULL, "bar"),
    TEXT("path", "</path/sub1>,</path/sub2>,</path/sub3>", NULL, NULL, NULL, "40"),
    TEXT("path/sub1", "path/sub1", NULL),
    {"large", NULL, get_large},
    STORED("large-update", &update),
    {"large-create", NULL, NULL, NULL, post_create},
    STORED("large-created", &created),
    {"large-post", NULL, NULL, NULL, post_large},
    CHANGING("obs", &obs, COAP_RESOURCE_FLAGS_NOTIFY_CON),
    CHANGING("obs-non", &obs_non, COAP_RESOURCE_FLAGS_NOTIFY_NON),
    CHANGING("obs-short", &obs_short, COAP_RESOURCE_FLAGS_NOTIFY_CON),
    CHANGING("obs-large", &obs_large, COAP_RESOURCE_FLAGS_NOTIFY_CON),
    CHANGING("obs-pumping", &obs_pumping, COAP_RESOURCE_FLAGS_NOTIFY_CON),
};

static void attribute(coap_resource_t *resource, const char *name, const char *value) {
  static char quoted[64];
  if (!value)
    return;
  snprintf(quoted, sizeof quoted, "\"%s\"", value);
  coap_str_const_t *key = coap_make_str_const(name);
  coap_str_const_t *text = coap_new_str_const((const uint8_t *)quoted, strlen(quoted));
  coap_add_attr(resource, key, text, COAP_ATTR_FLAGS_RELEASE_VALUE);
}

static coap_resource_t *serve(const row_t *row) {
  coap_str_const_t *path = coap_new_str_const((const uint8_t *)row->path, strlen(row->path));
  coap_resource_t *resource = coap_resource_init(path, COAP_RESOURCE_FLAGS_RELEASE_URI | row->flags);
  coap_resource_set_userdata(resource, row->data);
  coap_register_handler(resource, COAP_REQUEST_GET, row->get);
  coap_register_handler(resource, COAP_REQUEST_PUT, row->put);
  coap_register_handler(resource, COAP_REQUEST_POST, row->post);
  coap_register_handler(resource, COAP_REQUEST_DELETE, row->delete);
  if (row->get == get_changing)
    coap_resource_set_get_observable(resource, 1);
  attribute(resource, "rt", row->rt);
  attribute(resource, "if", row->interface);
  attribute(resource, "sz", row->sz);
  attribute(resource, "ct", row->ct);
  coap_add_resource(context, resource);
  return resource;
}

/* PUT to what is not there: one of those that change, which was deleted. */
HANDLER(put_unknown) {
  coap_string_t *path = coap_get_uri_path(request);
  const row_t *end = rows + sizeof rows / sizeof *rows, *row = rows;
  (void)resource;
  while (row < end && !(strlen(row->path) == path->length &&
                        !memcmp(row->path, path->s, path->length)))
    row++;
  coap_delete_string(path);
  if (row < end)
    put_stored(serve(row), session, request, query, response);
  else
    coap_pdu_set_code(response, COAP_RESPONSE_CODE_NOT_FOUND);
}

int main(int count, char **words) {
  coap_address_t address;
  if (count != 2)
    return fprintf(stderr, "usage: %s PORT\n", words[0]), 2;
  coap_startup();
  coap_set_log_level(LOG_ERR);
  coap_address_init(&address);
  address.addr.sin.sin_family = AF_INET;
  address.addr.sin.sin_port = htons((uint16_t)atoi(words[1]));
  inet_pton(AF_INET, "127.0.0.1", &address.addr.sin.sin_addr);
  context = coap_new_context(NULL);
  if (!context || !coap_new_endpoint(context, &address, COAP_PROTO_UDP))
    return fprintf(stderr, "port %s cannot be opened\n", words[1]), 1;
  coap_context_set_block_mode(context, COAP_BLOCK_USE_LIBCOAP | COAP_BLOCK_SINGLE_BODY);
  hold_text(&validate, "state 1");
  hold_text(&update, "small");
  state_t *changing[] = {&obs, &obs_non, &obs_short, &obs_large, &obs_pumping};
  for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
    hold_text(changing[i], "state 0");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    serve(&rows[i]);
  coap_add_resource(context, coap_resource_unknown_init(put_unknown));
  printf("listening on port %s\n", words[1]);
  fflush(stdout);
  while (coap_io_process(context, COAP_IO_WAIT) >= 0)
    ;
  return 0;
}
