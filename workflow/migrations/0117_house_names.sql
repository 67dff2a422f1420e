-- A department's and a category's name is one name however it is written.
CREATE UNIQUE INDEX departments_one_a_name ON departments (hotel_id, lower(name));
CREATE UNIQUE INDEX categories_one_a_name ON categories (hotel_id, lower(name)) NULLS NOT DISTINCT;
