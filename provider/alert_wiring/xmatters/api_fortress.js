// apifortress-v1: maps {Summary, Message, Recipients} to an xMatters event
var body = JSON.parse(request.body);
var names = String(body.Recipients || "").split(",");
var recipients = [];
for (var i = 0; i < names.length; i++) {
  var name = names[i].replace(/^\s+|\s+$/g, "");
  if (name) { recipients.push({ "id": name }); }
}
trigger.recipients = recipients;
trigger.properties.Summary = String(body.Summary || "").substring(0, 300);
trigger.properties.Message = String(body.Message || "").substring(0, 2000);
form.post(trigger);
