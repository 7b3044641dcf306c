"""The livechat calls of rocketchat_API, against the server at the address that is the one argument."""

import sys

from rocketchat_API.APIExceptions.RocketExceptions import RocketApiException
from rocketchat_API.rocketchat import RocketChat

rocket = RocketChat("admin", "admin", server_url=sys.argv[1])


def names(users):
    return [user["username"] for user in users]


# A workspace with an agent, in which conversations wait to be taken.
rocket.call_api_post("settings/Livechat_Routing_Method", value="Manual_Selection")
agent = rocket.livechat_create_user("agent", username="admin")["user"]
assert names(rocket.livechat_get_users("agent")) == ["admin"]
assert rocket.livechat_get_user("agent", agent["_id"])["user"]["username"] == "admin"

# The visitor's side.
visitor = rocket.livechat_register_visitor("a-token", visitor={"name": "Ann", "email": "ann@example.com"})["visitor"]
assert visitor["name"] == "Ann", visitor
assert rocket.livechat_get_visitor("a-token")["visitor"]["_id"] == visitor["_id"]
opened = rocket.livechat_room("a-token")
assert opened["newRoom"] is True, opened
room = opened["room"]["_id"]
assert rocket.livechat_room("a-token")["room"]["_id"] == room
for text in ("Hello", "Is anybody there?"):
    assert rocket.livechat_message("a-token", room, text)["message"]["msg"] == text

# The agent's side.
assert [inquiry["rid"] for inquiry in rocket.livechat_inquiries_list()] == [room]
inquiry = rocket.livechat_inquiries_get_one(room)["inquiry"]
assert (inquiry["rid"], inquiry["status"]) == (room, "queued"), inquiry
rocket.livechat_inquiries_take(inquiry["_id"])
try:
    rocket.livechat_inquiries_take(inquiry["_id"])
except RocketApiException as refused:
    assert "error-inquiry-taken" in str(refused), refused
else:
    raise AssertionError("an inquiry was taken twice")
assert [found["servedBy"]["username"] for found in rocket.livechat_rooms()] == ["admin"]
rocket.chat_send_message({"rid": room, "msg": "Yes."})

# Page by page, the newest first. What the server notes has a type.
history = list(rocket.livechat_messages_history(room, "a-token"))
assert [message["msg"] for message in history if "t" not in message] == ["Yes.", "Is anybody there?", "Hello"], history

# The widget's appearance.
rocket.livechat_set_appearance([{"_id": "Livechat_title", "value": "Support"}])
appearance = {setting["_id"]: setting["value"] for setting in rocket.livechat_get_appearance()["appearance"]}
assert appearance["Livechat_title"] == "Support", appearance

rocket.livechat_delete_user("agent", agent["_id"])
assert names(rocket.livechat_get_users("agent")) == []
print("done")
