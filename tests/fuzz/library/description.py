"""What the library service promises."""

from __future__ import annotations

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Library, version: "1"}
paths:
  /books:
    get:
      operationId: listBooks
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
        - {name: offset, in: query, schema: {type: integer, minimum: 0, maximum: 1000000}}
        - {name: genre, in: query, schema: {$ref: "#/components/schemas/Genre"}}
        - {name: tag, in: query, schema: {type: array, items: {type: string, minLength: 1}, maxItems: 5}}
        - {name: sort, in: query, schema: {type: string, pattern: "^-?(title|pages)$"}}
      responses:
        "200":
          description: Books
          headers:
            X-Total-Count: {required: true, schema: {type: integer, minimum: 0}}
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Book"}}}
        "422": {$ref: "#/components/responses/Wrong"}
    post:
      operationId: addBook
      security: [{key: []}]
      requestBody: {$ref: "#/components/requestBodies/Book"}
      responses:
        "201":
          description: Added
          headers: {Location: {required: true, schema: {type: string, format: uri-reference}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}
        "400": {$ref: "#/components/responses/Wrong"}
        "401": {$ref: "#/components/responses/Wrong"}
        "415": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /books/{bookId}:
    parameters:
      - {name: bookId, in: path, required: true, schema: {type: integer, minimum: 1}}
    get:
      operationId: readBook
      responses:
        "200": {$ref: "#/components/responses/Book"}
        "404": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
    put:
      operationId: replaceBook
      requestBody: {$ref: "#/components/requestBodies/Book"}
      responses:
        "200": {$ref: "#/components/responses/Book"}
        "400": {$ref: "#/components/responses/Wrong"}
        "404": {$ref: "#/components/responses/Wrong"}
        "415": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
    patch:
      operationId: changeBook
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                pages: {type: integer, minimum: 1, maximum: 10000}
                genre: {$ref: "#/components/schemas/Genre"}
      responses:
        "200": {$ref: "#/components/responses/Book"}
        "400": {$ref: "#/components/responses/Wrong"}
        "404": {$ref: "#/components/responses/Wrong"}
        "415": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
    delete:
      operationId: removeBook
      security: [{key: []}]
      responses:
        "204": {description: Gone}
        "401": {$ref: "#/components/responses/Wrong"}
        "404": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /books/{bookId}/loans:
    parameters:
      - {name: bookId, in: path, required: true, schema: {type: integer, minimum: 1}}
    post:
      operationId: lendBook
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [member, days]
              additionalProperties: false
              properties:
                member: {type: string, format: email}
                days: {type: integer, minimum: 1, maximum: 30}
                due: {type: [string, "null"], format: date-time}
      responses:
        "201": {description: Lent, content: {application/json: {schema: {$ref: "#/components/schemas/Loan"}}}}
        "400": {$ref: "#/components/responses/Wrong"}
        "404": {$ref: "#/components/responses/Wrong"}
        "415": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
    get:
      operationId: listLoans
      responses:
        "200":
          description: Loans
          content: {application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Loan"}}}}
        "404": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /members:
    post:
      operationId: addMember
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: "#/components/schemas/NewMember"}}
      responses:
        "201": {description: Added, content: {application/json: {schema: {$ref: "#/components/schemas/Member"}}}}
        "400": {$ref: "#/components/responses/Wrong"}
        "415": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /members/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string, format: uuid}}
    get:
      operationId: readMember
      responses:
        "200": {description: One, content: {application/json: {schema: {$ref: "#/components/schemas/Member"}}}}
        "404": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
    delete:
      operationId: removeMember
      responses:
        "204": {description: Gone}
        "404": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /shelves:
    post:
      operationId: addShelf
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Shelf"}}}
      responses:
        "201": {description: Added, content: {application/json: {schema: {$ref: "#/components/schemas/Shelf"}}}}
        "400": {$ref: "#/components/responses/Wrong"}
        "409": {$ref: "#/components/responses/Wrong"}
        "415": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /shelves/{name}:
    parameters:
      - {name: name, in: path, required: true, schema: {type: string, pattern: "^[a-z0-9-]+$", minLength: 1, maxLength: 20}}
    get:
      operationId: readShelf
      responses:
        "200": {description: One, content: {application/json: {schema: {$ref: "#/components/schemas/Shelf"}}}}
        "404": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
    delete:
      operationId: removeShelf
      responses:
        "204": {description: Gone}
        "404": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /search:
    get:
      operationId: search
      parameters:
        - {name: q, in: query, required: true, schema: {type: string, minLength: 1, maxLength: 50}}
        - name: filter
          in: query
          style: deepObject
          schema:
            type: object
            additionalProperties: false
            properties:
              year: {type: integer, minimum: 1450, maximum: 2100}
              lang: {type: string, enum: [en, de, cs]}
        - {name: X-Page, in: header, schema: {type: integer, minimum: 1}}
        - {name: session, in: cookie, required: true, schema: {type: string, pattern: "^[a-z0-9]{4,16}$"}}
      responses:
        "200":
          description: Titles
          content: {application/json: {schema: {type: array, items: {type: string}}}}
        "422": {$ref: "#/components/responses/Wrong"}
  /feedback:
    post:
      operationId: sendFeedback
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [rating]
              additionalProperties: false
              properties:
                rating: {type: integer, minimum: 1, maximum: 5}
                comment: {type: string, maxLength: 200}
      responses:
        "204": {description: Thanks}
        "400": {$ref: "#/components/responses/Wrong"}
        "415": {$ref: "#/components/responses/Wrong"}
        "422": {$ref: "#/components/responses/Wrong"}
  /stats:
    get:
      operationId: readStats
      parameters:
        - {name: day, in: query, schema: {type: string, format: date}}
        - {name: bucket, in: query, schema: {type: number, exclusiveMinimum: 0, multipleOf: 0.5, maximum: 24}}
      responses:
        "200":
          description: Numbers
          content:
            application/json:
              schema:
                type: object
                required: [books, loans]
                properties: {books: {type: integer}, loans: {type: integer}, day: {type: string, format: date}}
        "422": {$ref: "#/components/responses/Wrong"}
  /health:
    get:
      operationId: health
      responses:
        "200":
          description: Well
          content: {application/json: {schema: {type: object, required: [ok], properties: {ok: {const: true}}}}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Api-Key}
  requestBodies:
    Book:
      required: true
      content:
        application/json: {schema: {$ref: "#/components/schemas/Book"}}
  responses:
    Book: {description: One, content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
    Wrong:
      description: What is wrong
      content:
        application/json:
          schema: {type: object, required: [detail], properties: {detail: {type: string}}}
  schemas:
    Shelf:
      type: object
      required: [name]
      additionalProperties: false
      properties:
        name: {type: string, pattern: "^[a-z0-9-]+$", minLength: 1, maxLength: 20}
        floor: {type: integer, minimum: 0, maximum: 9}
    Genre: {type: string, enum: [novel, poetry, science]}
    Book:
      type: object
      additionalProperties: false
      required: [title, pages]
      properties:
        id: {type: integer, minimum: 1, readOnly: true}
        title: {type: string, minLength: 1, maxLength: 80}
        pages: {type: integer, minimum: 1, maximum: 10000}
        isbn: {type: string, pattern: "^97[89]-[0-9]{10}$"}
        genre: {$ref: "#/components/schemas/Genre"}
        price: {type: number, minimum: 0, maximum: 10000}
        published: {type: string, format: date}
        tags: {type: array, maxItems: 5, uniqueItems: true, items: {type: string, minLength: 1, maxLength: 20}}
        author:
          type: object
          additionalProperties: false
          required: [name]
          properties:
            name: {type: string, minLength: 1}
            born: {type: [integer, "null"], minimum: 1000, maximum: 2100}
    Loan:
      type: object
      required: [id, member, days]
      properties:
        id: {type: integer}
        member: {type: string}
        days: {type: integer, minimum: 1, maximum: 30}
        due: {type: [string, "null"]}
    NewMember:
      type: object
      additionalProperties: false
      required: [email, password]
      properties:
        email: {type: string, format: email}
        password: {type: string, minLength: 8, maxLength: 64, writeOnly: true}
        plan:
          oneOf:
            - {type: object, required: [kind], additionalProperties: false, properties: {kind: {const: free}}}
            - type: object
              required: [kind, months]
              additionalProperties: false
              properties: {kind: {const: paid}, months: {type: integer, minimum: 1, maximum: 24}}
    Member:
      type: object
      required: [id, email]
      properties:
        id: {type: string, format: uuid}
        email: {type: string}
        password: {type: string, writeOnly: true}
        plan: {type: object}
"""
