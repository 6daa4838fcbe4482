// The small rules: namespaces, names of authors, base64, texts by their kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <string>

#include "feeds/parse/atom.h"
#include "feeds/parse/base64.h"
#include "feeds/parse/draft.h"
#include "feeds/parse/namespaces.h"
#include "feeds/parse/xml_text.h"

namespace eightbells {
namespace {

using ::testing::ElementsAre;

struct Document {
  explicit Document(const char* xml) {
    EXPECT_TRUE(document.load_string(xml, pugi::parse_default | pugi::parse_ws_pcdata));
    root = document.document_element();
  }
  pugi::xml_document document;
  pugi::xml_node root;
};

Vocabulary vocabulary_of(const char* xml) {
  const Document d(xml);
  const Scope outer("");
  const Scope scope(outer, d.root);
  return name_of(d.root, scope).vocabulary;
}

TEST(Namespaces, AVocabularyHasSeveralUris) {
  for (const char* uri : {"http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.1",
                          "https://purl.org/dc/elements/1.1/", "HTTP://PURL.ORG/DC/ELEMENTS/1.0/"}) {
    EXPECT_EQ(vocabulary_of(("<x:date xmlns:x='" + std::string(uri) + "'/>").c_str()),
              Vocabulary::dublin_core)
        << uri;
  }
}

TEST(Namespaces, ADeclaredUriWinsOverThePrefixsCustom) {
  EXPECT_EQ(vocabulary_of("<dc:x xmlns:dc='http://search.yahoo.com/mrss/'/>"), Vocabulary::media);
  EXPECT_EQ(vocabulary_of("<dc:x xmlns:dc='http://unheard.example/'/>"), Vocabulary::other);
}

TEST(Namespaces, AnUndeclaredPrefixMeansWhatItMeansByCustom) {
  EXPECT_EQ(vocabulary_of("<dc:x/>"), Vocabulary::dublin_core);
  EXPECT_EQ(vocabulary_of("<MEDIA:x/>"), Vocabulary::media);
  EXPECT_EQ(vocabulary_of("<what:x/>"), Vocabulary::other);
  EXPECT_EQ(vocabulary_of("<x/>"), Vocabulary::core);
}

TEST(Namespaces, TheInnermostDeclarationCounts) {
  const Document d(
      "<a xmlns:p='http://purl.org/dc/elements/1.1/'><b xmlns:p='http://search.yahoo.com/mrss/'/></a>");
  const Scope outer("");
  const Scope a(outer, d.root);
  const Scope b(a, d.root.first_child());
  EXPECT_EQ(a.vocabulary_of("p"), Vocabulary::dublin_core);
  EXPECT_EQ(b.vocabulary_of("p"), Vocabulary::media);
}

TEST(Namespaces, BasesAndLanguagesAreInherited) {
  const Document d(
      "<a xml:base='http://x.example/a/' xml:lang='en'><b xml:base='b/'><c xml:base='#top' "
      "xml:lang='de'/></b></a>");
  const Scope outer("http://document.example/");
  const Scope a(outer, d.root);
  const Scope b(a, d.root.first_child());
  const Scope c(b, d.root.first_child().first_child());
  EXPECT_EQ(outer.declared_base(), "");
  EXPECT_EQ(c.base(), "http://x.example/a/b/");
  EXPECT_EQ(b.language(), "en");
  EXPECT_EQ(c.language(), "de");
}

TEST(Authors, TheNameIsTakenFromEverySpelling) {
  EXPECT_EQ(author_name("ann@x.example (Ann Ames)"), "Ann Ames");
  EXPECT_EQ(author_name("Ann Ames (ann@x.example)"), "Ann Ames");
  EXPECT_EQ(author_name("Ann Ames <ann@x.example>"), "Ann Ames");
  EXPECT_EQ(author_name("\"Ann Ames\" <mailto:ann@x.example>"), "Ann Ames");
  EXPECT_EQ(author_name("ann@x.example"), "ann@x.example");
  EXPECT_EQ(author_name("ann@x.example ()"), "ann@x.example");
  EXPECT_EQ(author_name("<ann@x.example>"), "ann@x.example");
}

TEST(Authors, BracketsWithoutAnAddressBelongToTheName) {
  EXPECT_EQ(author_name("Author (name)"), "Author (name)");
  EXPECT_EQ(author_name("Author name)"), "Author name)");
  EXPECT_EQ(author_name("("), "(");
  EXPECT_EQ(author_name(""), "");
}

TEST(Categories, AreTrimmedUniqueAndLimited) {
  EntryDraft draft;
  draft.add_category(" a ");
  draft.add_category("a");
  draft.add_category("");
  draft.add_category(std::string(kMaxCategoryBytes + 1, 'x'));
  EXPECT_THAT(draft.categories, ElementsAre("a"));
  for (int i = 0; i < 100; ++i) draft.add_category("n" + std::to_string(i));
  EXPECT_EQ(draft.categories.size(), kMaxCategories);
}

TEST(Categories, KeywordsAreSplit) {
  EntryDraft draft;
  add_keywords(draft, "one, two;three,,");
  EXPECT_THAT(draft.categories, ElementsAre("one", "two", "three"));
}

TEST(Base64, TextIsDecoded) {
  EXPECT_EQ(decode_base64("RXhhbXBsZQ=="), "Example");
  EXPECT_EQ(decode_base64(" RXhh\n bXBsZQ "), "Example");
  EXPECT_EQ(decode_base64("w6k="), "é");
  EXPECT_EQ(decode_base64(""), "");
}

TEST(Base64, WhatIsNoTextOrNoBase64IsNothing) {
  EXPECT_EQ(decode_base64("iVBORw0KGgo="), std::nullopt);  // the start of a PNG
  EXPECT_EQ(decode_base64("not base64!"), std::nullopt);
  EXPECT_EQ(decode_base64("A"), std::nullopt);
  EXPECT_EQ(decode_base64("AA==AA=="), std::nullopt);
}

TEST(LooksLikeHtml, MarkupIsToldFromMentionsOfIt) {
  EXPECT_TRUE(looks_like_html("<p>Hello"));
  EXPECT_TRUE(looks_like_html("a <b>bold</b> word"));
  EXPECT_TRUE(looks_like_html("one<br/>two"));
  EXPECT_TRUE(looks_like_html("caf&eacute;"));
  EXPECT_FALSE(looks_like_html("a < b and c > d"));
  EXPECT_FALSE(looks_like_html("std::vector<T> and List<int>"));
  EXPECT_FALSE(looks_like_html("AT&T; no"));
  EXPECT_FALSE(looks_like_html("plain"));
}

TEST(XmlText, WordsInNeighbouringElementsStayApart) {
  const Document d("<t><b>one</b> <i>two</i></t>");
  EXPECT_EQ(read_text({d.root, TextKind::markup}, 100), "one two");
  EXPECT_EQ(inner_text(d.root), "one two");
}

TEST(XmlText, EscapedTextInsideMarkupIsText) {
  const Document d("<t><code>a&lt;b&gt;c</code></t>");
  EXPECT_EQ(read_text({d.root, TextKind::markup}, 100), "a<b>c");
}

TEST(XmlText, ElementsBelowTheLimitOfDepthAreLeftOut) {
  std::string xml;
  for (std::size_t i = 0; i < kMaxTextDepth + 10; ++i) xml += "<a>";
  xml += "deep";
  for (std::size_t i = 0; i < kMaxTextDepth + 10; ++i) xml += "</a>";
  const Document d(("<t>shallow" + xml + "</t>").c_str());
  EXPECT_EQ(inner_text(d.root), "shallow");
}

TEST(AtomText, TypeAndModeDecideTheKind) {
  const auto kind = [](const char* attributes) {
    const Document d(("<t " + std::string(attributes) + ">x</t>").c_str());
    return atom_text(d.root).kind;
  };
  EXPECT_EQ(kind(""), TextKind::plain);
  EXPECT_EQ(kind("type='text'"), TextKind::plain);
  EXPECT_EQ(kind("type='html'"), TextKind::html);
  EXPECT_EQ(kind("type='TEXT/HTML' mode='escaped'"), TextKind::html);
  EXPECT_EQ(kind("type='xhtml'"), TextKind::markup);
  EXPECT_EQ(kind("type='application/xhtml+xml' mode='escaped'"), TextKind::html);
}

TEST(AtomText, OtherMimeTypesAndModeBase64AreDecoded) {
  const auto coded = [](const char* attributes) {
    const Document d(("<t " + std::string(attributes) + ">x</t>").c_str());
    return atom_text(d.root).base64;
  };
  EXPECT_TRUE(coded("mode='base64'"));
  EXPECT_TRUE(coded("type='application/octet-stream'"));
  EXPECT_FALSE(coded("type='text/markdown'"));
  EXPECT_FALSE(coded("type='image/svg+xml'"));
  EXPECT_FALSE(coded(""));
}

}  // namespace
}  // namespace eightbells
