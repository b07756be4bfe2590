const heading = document.createElement("h1");
heading.textContent = "Hello from a new Acme site";
document.body.append(heading);
